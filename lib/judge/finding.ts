import type { Violation } from '../manifest/field.js';
import type { Resource } from '../manifest/resource.js';

/** `error` makes a command fail; `warning` is printed and does not. */
export type Severity = 'error' | 'warning';

/** One fault that schema or policy found in a written object. */
export interface Finding extends Violation {
  /** `<domain>/<rule>`; schema findings have `schema/<kind of fault>`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly cluster: string;
}

/** What a rule or a schema could not judge, and why. */
export interface Undecided {
  readonly rule: string;
  readonly cluster: string;
  /** Undefined if the rule could not judge the cluster as a whole. */
  readonly resource: Resource | undefined;
  /** Path of the field in it; empty for the whole object. */
  readonly path: string;
  /** `Namespace apps is not among the files`. */
  readonly reason: string;
}
