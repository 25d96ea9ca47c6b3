import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';

/** Reports a mapping that has none of the fields, or several. */
export function* exactlyOne(holder: Field, fields: readonly string[]): Iterable<SchemaViolation> {
  const given = fields.filter((field) => holder.at(field).isSet);
  const list = fields.join(', ');
  if (given.length === 0)
    yield notAllowed(holder, {
      got: 'a mapping with none of them',
      expected: `exactly one of ${list}`,
      fix: `Add one of ${list}.`,
    });
  if (given.length > 1) yield several(holder, given, `exactly one of ${list}`);
}

/** Reports a mapping that has several of the fields. */
export function* atMostOne(holder: Field, fields: readonly string[]): Iterable<SchemaViolation> {
  if (!holder.isSet) return;
  const given = fields.filter((field) => holder.at(field).isSet);
  if (given.length > 1) yield several(holder, given, `at most one of ${fields.join(', ')}`);
}

function several(holder: Field, given: readonly string[], expected: string): SchemaViolation {
  return notAllowed(holder, {
    got: `a mapping with ${given.join(' and ')}`,
    expected,
    fix: 'Keep one of them, and remove the others.',
  });
}
