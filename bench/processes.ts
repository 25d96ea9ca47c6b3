import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case, Measurement } from './case.js';
import { median } from './statistics.js';

/** Measures each case in its own processes, in turns, so that other load on the machine affects all of them alike. */
export function measureInTurns(cases: readonly Case[], repetitions: number): Measurement[] {
  const runs: Measurement[][] = cases.map(() => []);
  for (const index of turns(cases.length, repetitions)) {
    const wanted = cases[index];
    if (wanted !== undefined) runs[index]?.push(measureOnce(wanted));
  }
  return runs.map(medianOf);
}

/** Median duration of each command in seconds, in turns. */
export function wallTimes(commands: readonly (readonly string[])[], repetitions: number): number[] {
  const seconds: number[][] = commands.map(() => []);
  for (const index of turns(commands.length, repetitions)) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, commands[index], { encoding: 'utf8' });
    // 1 means that something was found, which is as much work.
    if (status !== 0 && status !== 1)
      throw new Error(`node ${commands[index]?.join(' ')} ended with ${status}: ${stderr}`);
    seconds[index]?.push((performance.now() - start) / 1e3);
  }
  return seconds.map(median);
}

/** Forward and backward, so that none always runs first. */
function turns(count: number, repetitions: number): number[] {
  const forth = Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: repetitions }, (_, turn) => (turn % 2 === 0 ? forth : forth.toReversed())).flat();
}

function measureOnce(wanted: Case): Measurement {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
  try {
    const child = ['--import', 'tsx', 'bench/child.ts', JSON.stringify(wanted), folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, child, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${JSON.stringify(wanted)} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as Measurement;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function medianOf(runs: readonly Measurement[]): Measurement {
  const [first] = runs;
  if (first === undefined) throw new Error('There is no run to take the median of.');
  const steps = Object.keys(first.steps).map((step): [string, number] => [
    step,
    median(runs.map((run) => run.steps[step] ?? 0)),
  ]);
  return {
    objects: first.objects,
    steps: Object.fromEntries(steps),
    processorSeconds: median(runs.map((run) => run.processorSeconds)),
    peakMiB: median(runs.map((run) => run.peakMiB)),
  };
}
