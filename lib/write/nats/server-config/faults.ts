import type { Diagnostic } from '../../../diagnostic.js';

/** Collects the problems of one configuration. */
export class Faults {
  readonly problems: Diagnostic[] = [];

  constructor(private readonly where: string) {}

  /** Adds a problem of a field, named by its path in the model: `leafnodes.listener.tls.verify`. */
  add(field: string, got: string, expected: string, fix: string): void {
    this.problems.push({ where: this.where, path: field, got, expected, fix });
  }

  /** Adds the problem unless the condition is true. */
  require(holds: boolean, field: string, got: string, expected: string, fix: string): void {
    if (!holds) this.add(field, got, expected, fix);
  }
}
