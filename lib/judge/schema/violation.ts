import type { Field, FieldFault, Violation } from '../../manifest/field.js';

/** Something that the API server or a webhook refuses. */
export interface SchemaViolation extends Violation {
  /** The kind of fault. */
  readonly rule: `schema/${string}`;
}

/** Reports a field under a rule. What was found is the value with its type visible, unless the fault says otherwise. */
export function schemaViolation(
  rule: SchemaViolation['rule'],
  field: Field,
  { got = field.quoted, ...fault }: FieldFault,
): SchemaViolation {
  return { rule, ...field.violation({ got, ...fault }) };
}

/** A required field that is absent or empty. */
export function missingField(
  field: Field,
  expected: string,
  fix = `Add "${field.step}", ${expected}.`,
): SchemaViolation {
  return schemaViolation('schema/missing-field', field, { got: 'nothing', expected, fix });
}

/** A value that the API server refuses. */
export function notAllowed(field: Field, fault: FieldFault): SchemaViolation {
  return schemaViolation('schema/value-not-allowed', field, fault);
}

/** A name that the API server refuses. */
export function invalidName(field: Field, expected: string, fix = 'Rename the object.'): SchemaViolation {
  return schemaViolation('schema/invalid-name', field, { expected, fix });
}

/** A key or value that an earlier entry of the list has. */
export function duplicateKey(
  field: Field,
  expected: string,
  { got = `${field.quoted} again`, fix = 'Rename or remove one of the two.' } = {},
): SchemaViolation {
  return schemaViolation('schema/duplicate-key', field, { got, expected, fix });
}
