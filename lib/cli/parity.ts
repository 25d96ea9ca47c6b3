import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { load } from 'js-yaml';
import { parseManifests } from '../manifest/load.js';
import type { ChartValues } from '../parity/chart-options.js';
import { parity } from '../parity/parity.js';
import { classify, parityReport } from '../parity/report.js';
import { formatProblem, InvalidInput, type Problem } from '../problem.js';

const SAME = 0;
const DIFFERENT = 1;
const UNABLE = 2;

interface ParityOptions {
  readonly cniValues?: string;
}

/** Compares a rendered chart with our own control plane. Returns the exit code. */
export function runParity(file: string, { cniValues }: ParityOptions, out: (text: string) => void): number {
  try {
    const { subjects, notes } = parseManifests(readText(file), file);
    const unusable = notes.filter(({ level }) => level === 'error');
    if (unusable.length > 0) throw new InvalidInput(unusable.map(({ message }) => unreadable(file, message)));
    const objects = subjects.map(({ object }) => object);
    if (!objects.some(({ metadata }) => isOfLinkerd(metadata.labels ?? {}, metadata.name))) {
      throw new InvalidInput([unreadable(file, 'holds no object of a Linkerd chart')]);
    }
    const found = parity(objects, cniValues === undefined ? {} : readValues(cniValues));
    out(`${found.charts.join(', ')} of ${found.version}, compared with ${found.comparedWith}\n\n`);
    const classified = classify(found.differences);
    out(parityReport(classified));
    return classified.missing.length + classified.extra.length === 0 ? SAME : DIFFERENT;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    out(`${error.problems.map(formatProblem).join('\n')}\n`);
    return UNABLE;
  }
}

function isOfLinkerd(labels: { readonly [label: string]: string }, name: string): boolean {
  return Object.keys(labels).some((label) => label.startsWith('linkerd.io/')) || name.endsWith('linkerd.io');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InvalidInput([unreadable(file, error instanceof Error ? error.message : String(error))]);
  }
}

function readValues(file: string): ChartValues {
  const values: unknown = load(readText(file));
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) return values as ChartValues;
  throw new InvalidInput([unreadable(file, 'is no mapping of values')]);
}

function unreadable(file: string, message: string): Problem {
  return {
    where: file,
    got: `not usable: it ${message}`,
    expected: 'what `helm template` wrote for a Linkerd chart',
    fix: 'Render the chart into a file, and name that file.',
  };
}

/** Adds `parity` to the program. `finish` receives the exit code. */
export function registerParity(program: Command, finish: (code: number) => void): void {
  program
    .command('parity')
    .description("compares our Linkerd control plane with a chart's rendering")
    .argument('<rendered>', 'what `helm template` wrote for linkerd-control-plane, linkerd-crds or linkerd2-cni')
    .option('--cni-values <file>', 'the values with which linkerd2-cni was rendered')
    .action((file: string, options: ParityOptions) =>
      finish(runParity(file, options, (text) => process.stdout.write(text))),
    );
}
