import { isKey, isLabelValue, keyWords, matches, type Syntax, valueWords } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { invalidName, notAllowed, type SchemaViolation } from '../violation.js';

/** Reports a name that does not have the syntax. Empty names are not checked. */
export function* nameSyntax(field: Field, syntax: Syntax, what: string, name = field.text): Iterable<SchemaViolation> {
  if (name === undefined || name === '' || matches(name, syntax)) return;
  yield invalidName(field, syntax.words, `Rename the ${what}.`);
}

/** Reports the name of another object that no object of its kind can have. Empty names are not checked. */
export function* nameOf(field: Field, syntax: Syntax, kind: string): Iterable<SchemaViolation> {
  const { text } = field;
  if (text === undefined || text === '' || matches(text, syntax)) return;
  yield invalidName(field, syntax.words, `Write the name of ${kind}.`);
}

/** Reports a key that no label, taint or other qualified name can have; an empty one is such a key. */
export function* qualifiedName(field: Field, fix: string): Iterable<SchemaViolation> {
  if (field.text !== undefined && !isKey(field.text)) yield notAllowed(field, { expected: keyWords, fix });
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
