import type { Violation } from '../manifest/field.js';

/** `error` makes a command fail; `warning` is printed and does not. */
export type Severity = 'error' | 'warning';

/** One fault that schema or policy found in a written object. */
export interface Finding extends Violation {
  /** `<domain>/<rule>`; schema findings have `schema/<kind of fault>`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly cluster: string;
}
