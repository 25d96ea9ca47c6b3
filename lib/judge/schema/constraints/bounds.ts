import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';

/** Reports each number of the mapping that is below its minimum. */
export function* atLeast(holder: Field, minimums: Readonly<Record<string, number>>): Iterable<SchemaViolation> {
  for (const [name, minimum] of Object.entries(minimums)) {
    const field = holder.at(name);
    if (field.number !== undefined && field.number < minimum)
      yield notAllowed(field, { expected: `at least ${minimum}`, fix: `Use at least ${minimum}.` });
  }
}

/** Reports a port number out of range. Names are not checked. */
export function* portNumber(field: Field): Iterable<SchemaViolation> {
  const { number } = field;
  if (number !== undefined && (number < 1 || number > 65535))
    yield notAllowed(field, { expected: '1 to 65535', fix: 'Use the number of a port.' });
}
