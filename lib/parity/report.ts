import type { Difference } from './compare.js';
import { INTENDED, type IntendedDifference, intendedDifference } from './intended.js';
import { type Parity, releaseName } from './parity.js';

/** Differences by class. */
export interface Classified {
  /** Intended differences by reason, in the order of the reviewed list. */
  readonly intended: ReadonlyMap<IntendedDifference, readonly Difference[]>;
  /** What the chart has and we lack or have with another value. */
  readonly missing: readonly Difference[];
  /** What we have and the chart lacks. */
  readonly extra: readonly Difference[];
}

export function classify(differences: readonly Difference[]): Classified {
  const explained = differences.map((difference) => ({ difference, intent: intendedDifference(difference) }));
  const taken = (entry: IntendedDifference | undefined) =>
    explained.filter(({ intent }) => intent === entry).map(({ difference }) => difference);
  const unexplained = taken(undefined);
  return {
    intended: new Map(
      INTENDED.map((entry) => [entry, taken(entry)] as const).filter(([, differences]) => differences.length > 0),
    ),
    missing: unexplained.filter(({ chart }) => chart !== undefined),
    extra: unexplained.filter(({ chart }) => chart === undefined),
  };
}

export interface ReportOptions {
  /** Whether intended differences are only counted. @default false */
  readonly summary?: boolean;
}

/** What was compared, each difference on its own line below its class, and the number in each class. */
export function parityReport(found: Parity, options: ReportOptions = {}): string {
  const { intended, missing, extra } = classify(found.differences);
  const meant = [...intended];
  const sections = [
    [compared(found), ...notCompared(found)].join(''),
    ...(options.summary
      ? []
      : meant.map(([{ name, reason }, differences]) => `intended, ${name}: ${reason}\n${lines(differences)}`)),
    ...(missing.length > 0
      ? [`missing: the chart has it, and we do not have it or have another value\n${lines(missing)}`]
      : []),
    ...(extra.length > 0 ? [`extra: we have it, and the chart does not\n${lines(extra)}`] : []),
    [
      ...meant.map(([{ name }, differences]) => `${String(differences.length).padStart(5)}  ${name}\n`),
      `${meant.reduce((sum, [, { length }]) => sum + length, 0)} intended, ${missing.length} missing, ${extra.length} extra\n`,
    ].join(''),
  ];
  return sections.join('\n');
}

function compared({ charts, release: { stated, known, line } }: Parity): string {
  const what = `${charts.join(', ')} of ${stated === '' ? 'a release that it does not name' : stated}`;
  return known
    ? `${what}, compared with ${releaseName(line)}\n`
    : `${what}, an unknown release; compared as ${releaseName(line)}\n`;
}

function notCompared({ unrelated }: Parity): string[] {
  return unrelated.length === 0 ? [] : [`not compared, objects of other programs: ${unrelated.join(', ')}\n`];
}

function lines(differences: readonly Difference[]): string {
  return differences
    .map(({ object, path, chart, ours }) => {
      const sides = [
        ...(chart === undefined ? [] : [`chart ${excerpt(chart)}`]),
        ...(ours === undefined ? [] : [`ours ${excerpt(ours)}`]),
      ];
      return `  ${object}${path === '' ? '' : `  ${path}`}  ${sides.join(', ')}\n`;
    })
    .join('');
}

function excerpt(value: string): string {
  if (value.includes('PRIVATE KEY')) return 'a private key';
  const line = value.replaceAll('\n', ' ');
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
