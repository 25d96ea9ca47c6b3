import type { Finding, Undecided } from '../finding.js';
import { sortFindings } from './finding-order.js';

/** A rule that threw. What it was to judge is not judged, so the run fails. */
export interface Crash {
  readonly rule: string;
  readonly cluster: string;
  /** The object that the rule was looking at; empty if it looked at a whole cluster or fleet. */
  readonly object: string;
  readonly message: string;
}

/** What the rules found. */
export interface Evaluation {
  /** Sorted, so that two runs print the same list. */
  readonly findings: readonly Finding[];
  /** Rule id to the number of things that the rule judged: found in order, or at fault. A rule that is not here judged nothing. */
  readonly judged: ReadonlyMap<string, number>;
  /** Each once, in the order of the rules, then of the objects. */
  readonly undecided: readonly Undecided[];
  readonly crashes: readonly Crash[];
}

/** Adds up what was found in parts of one whole. */
export function joinEvaluations(parts: readonly Evaluation[]): Evaluation {
  const judged = new Map<string, number>();
  for (const part of parts) {
    for (const [rule, count] of part.judged) judged.set(rule, (judged.get(rule) ?? 0) + count);
  }
  return {
    findings: sortFindings(parts.flatMap(({ findings }) => findings)),
    judged,
    undecided: parts.flatMap(({ undecided }) => undecided),
    crashes: parts.flatMap(({ crashes }) => crashes),
  };
}
