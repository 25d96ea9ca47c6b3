import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { tool } from './tools.js';

/** The module that has Kubernetes' own packages. */
const MODULE = join(import.meta.dirname, '../../cluster/programs/kube');

export interface Question {
  readonly durations: readonly string[];
  readonly nanoseconds: readonly number[];
  readonly quantities: readonly string[];
}

/** Answers in the order of the questions; null for a text that could not be read. */
export interface Answer {
  /** Nanoseconds. */
  readonly durations: readonly (string | null)[];
  readonly texts: readonly string[];
  readonly quantities: readonly ({ readonly nano: string; readonly canonical: string } | null)[];
}

/** How Go and Kubernetes read durations and quantities, and write durations. */
export function askGo(question: Question): Answer {
  const { status, stdout, stderr } = spawnSync(tool('go'), ['run', './formats'], {
    cwd: MODULE,
    input: JSON.stringify(question),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`go run ./formats ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Answer;
}
