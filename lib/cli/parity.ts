import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { load } from 'js-yaml';
import { InvalidInput } from '../diagnostic.js';
import { isMapping } from '../formats/mapping.js';
import { parseManifests } from '../manifest/load.js';
import type { ChartValues } from '../parity/chart-options.js';
import { parity } from '../parity/parity.js';
import { classify, parityReport, type ReportOptions } from '../parity/report.js';
import { asInvalidInput, isSystemError } from './refusal.js';

const SAME = 0;
const DIFFERENT = 1;
const UNABLE = 2;

export interface ParityOptions extends ReportOptions {
  /** Path of the values with which linkerd2-cni was rendered. @default - the chart's defaults */
  readonly cniValues?: string;
}

/** Receives the report, or why there is none. */
export interface ParityOutput {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Compares a rendered chart with our control plane. Returns the exit code. */
export function runParity(file: string, options: ParityOptions, { out, err }: ParityOutput): number {
  try {
    const found = parity(readRendering(file), options.cniValues === undefined ? {} : readValues(options.cniValues));
    out(parityReport(found, options));
    const { missing, extra } = classify(found.differences);
    return missing.length + extra.length === 0 ? SAME : DIFFERENT;
  } catch (error) {
    const refusal = asInvalidInput(error);
    if (refusal === undefined) throw error;
    err(`${refusal.message}\n`);
    return UNABLE;
  }
}

function readRendering(file: string) {
  const { resources, notes } = parseManifests(readText(file), file);
  const errors = notes.filter(({ level }) => level === 'error');
  if (errors.length === 0) return resources.map(({ object }) => object);
  throw new InvalidInput(
    errors.map(({ message }) => ({
      where: file,
      got: `not usable: it ${message}`,
      expected: 'the output of `helm template` for a Linkerd chart',
      fix: 'Render the chart into a file, and name that file.',
    })),
  );
}

/** Node does not name the path that it could not read. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw isSystemError(error) ? Object.assign(error, { path: file }) : error;
  }
}

function readValues(file: string): ChartValues {
  const text = readText(file);
  let values: unknown;
  try {
    // Helm also reads an empty file as one without values.
    values = text.trim() === '' ? {} : load(text);
  } catch {
    values = undefined;
  }
  if (isMapping(values)) return values;
  throw new InvalidInput([
    {
      where: file,
      got: 'no mapping of values',
      expected: 'the values file with which linkerd2-cni was rendered',
      fix: 'Name that file, or remove --cni-values if the chart was rendered without values.',
    },
  ]);
}

const HELP = `
Each line has the object, the field, what the chart has there and what we have. The classes:
  intended  meant, with the reason; docs/parity.md lists them
  missing   the chart has it, and we do not have it or have another value
  extra     we have it, and the chart does not
Exit code 0: every difference is intended. 1: some are missing or extra. 2: nothing could be compared.`;

/** Adds `parity` to the program. `finish` receives the exit code. */
export function registerParity(program: Command, finish: (code: number) => void): void {
  program
    .command('parity')
    .description("compares our Linkerd control plane with a chart's rendering, object by object and field by field")
    .argument('<rendered>', 'output of `helm template` for linkerd-control-plane, linkerd-crds or linkerd2-cni')
    .option(
      '--cni-values <file>',
      'the values with which linkerd2-cni was rendered, which the rendering does not contain',
    )
    .option('--summary', 'only counts the intended differences, and shows the others')
    .addHelpText('after', HELP)
    .action((file: string, options: ParityOptions) =>
      finish(
        runParity(file, options, {
          out: (text) => process.stdout.write(text),
          err: (text) => process.stderr.write(text),
        }),
      ),
    );
}
