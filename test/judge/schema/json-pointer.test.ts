import { expect, test } from 'vitest';
import { fieldAt } from '../../../lib/judge/schema/json-pointer.js';
import { Field } from '../../../lib/manifest/field.js';
import { clusterOf } from './objects.js';

test('finds the field of a JSON pointer, with positions only in lists', () => {
  const [resource] = clusterOf('a: [{ "0": { x/y~z: 1 } }]').resources;
  if (resource === undefined) throw new Error('The text has no object.');
  const field = fieldAt(Field.of(resource), '/a/0/0/x~1y~0z');
  expect(field.path).toBe('a[0]["0"]["x/y~z"]');
  expect(field.value).toBe(1);
  expect(fieldAt(Field.of(resource), '').path).toBe('');
  expect(fieldAt(Field.of(resource), '/a/7/b').value).toBeUndefined();
});
