import type { Segments } from './field-path.js';

/** A finding as the checks state it, before it is tied to a subject. */
export interface Verdict {
  readonly rule: `schema/${string}`;
  readonly at: Segments;
  readonly got: string;
  readonly expected: string;
  readonly fix: string;
}

/** A field that has to be there. */
export function missing(at: Segments, expected: string, fix = `Add "${at.at(-1)}", ${expected}.`): Verdict {
  return { rule: 'schema/missing-field', at, got: 'nothing', expected, fix };
}

/** A value that the API server refuses. */
export function refused(at: Segments, got: string, expected: string, fix: string): Verdict {
  return { rule: 'schema/value-not-allowed', at, got, expected, fix };
}
