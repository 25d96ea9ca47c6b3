import { isKey, isLabelValue, keyWords, matches, type Syntax, valueWords } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { invalidName, notAllowed, type SchemaViolation } from '../violation.js';

/** Reports a name that does not have the syntax. Empty names are not checked. */
export function* nameSyntax(field: Field, syntax: Syntax, what: string, name = field.text): Iterable<SchemaViolation> {
  if (name === undefined || name === '' || matches(name, syntax)) return;
  yield invalidName(field, syntax.words, `Rename the ${what}.`);
}

/** Reports a key or value of a selector that no label can have. */
export function* selectedLabel(key: string, value: Field): Iterable<SchemaViolation> {
  if (!isKey(key))
    yield notAllowed(value, {
      got: `the key ${JSON.stringify(key)}`,
      expected: keyWords,
      fix: 'Name the key of a label.',
    });
  else yield* labelValue(value);
}

/** Reports a value that no label can have. */
export function* labelValue(value: Field): Iterable<SchemaViolation> {
  if (value.text !== undefined && !isLabelValue(value.text))
    yield notAllowed(value, { expected: valueWords, fix: 'Name the value of a label.' });
}

/** Whether a path is absolute or leaves its folder. */
export function leavesItsFolder(path: string): boolean {
  return path.startsWith('/') || path.split('/').includes('..');
}
