import type { Difference } from './compare.js';
import { type Intent, intentOf } from './intended.js';

/** Differences by class. */
export interface Classified {
  /** Those that are meant, by the reason. */
  readonly intended: ReadonlyMap<Intent, readonly Difference[]>;
  /** What the chart has and we lack, or have otherwise. */
  readonly missing: readonly Difference[];
  /** What we have and the chart lacks. */
  readonly extra: readonly Difference[];
}

export function classify(differences: readonly Difference[]): Classified {
  const intended = new Map<Intent, Difference[]>();
  const unexplained: Difference[] = [];
  for (const difference of differences) {
    const intent = intentOf(difference);
    if (intent === undefined) unexplained.push(difference);
    else intended.set(intent, [...(intended.get(intent) ?? []), difference]);
  }
  return {
    intended,
    missing: unexplained.filter(({ chart }) => chart !== undefined),
    extra: unexplained.filter(({ chart }) => chart === undefined),
  };
}

/** Each difference on a line of its own, those that are meant below their reason. */
export function parityReport({ intended, missing, extra }: Classified): string {
  const meant = [...intended].map(([intent, differences]) => `intended: ${intent.reason}\n${lines(differences)}`);
  const count = [...intended.values()].reduce((sum, differences) => sum + differences.length, 0);
  return [
    ...meant,
    ...(missing.length > 0
      ? [`missing: the chart has it, and we lack it or have it otherwise\n${lines(missing)}`]
      : []),
    ...(extra.length > 0 ? [`extra: we have it, and the chart does not\n${lines(extra)}`] : []),
    `${count} intended, ${missing.length} missing, ${extra.length} extra\n`,
  ].join('\n');
}

function lines(differences: readonly Difference[]): string {
  return differences
    .map(({ object, path, chart, ours }) => {
      const sides = [
        ...(chart === undefined ? [] : [`chart ${shown(chart)}`]),
        ...(ours === undefined ? [] : [`ours ${shown(ours)}`]),
      ];
      return `  ${object}${path === '' ? '' : `  ${path}`}  ${sides.join(', ')}\n`;
    })
    .join('');
}

function shown(value: string): string {
  const line = value.replaceAll('\n', ' ');
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
