import type { Segments } from './field-path.js';

/** A finding as the checks state it, before it is tied to a subject. */
export interface Verdict {
  readonly rule: `schema/${string}`;
  readonly at: Segments;
  readonly got: string;
  readonly expected: string;
  readonly fix: string;
}
