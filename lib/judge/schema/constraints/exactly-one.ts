import type { JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isSet } from '../fields.js';
import { refused, type Verdict } from '../verdict.js';

/** Reports a mapping that has none of the fields, or several. */
export function exactlyOne(at: Segments, holder: JsonObject, fields: readonly string[]): Verdict[] {
  const given = fields.filter((field) => isSet(holder[field]));
  if (given.length === 1) return [];
  const list = fields.join(', ');
  const [got, fix] =
    given.length === 0
      ? ['a mapping with none of them', `Add one of ${list}.`]
      : [`a mapping with ${given.join(' and ')}`, 'Keep one of them, and remove the others.'];
  return [refused(at, got, `exactly one of ${list}`, fix)];
}

/** Reports a mapping that has several of the fields. */
export function atMostOne(at: Segments, holder: JsonObject, fields: readonly string[]): Verdict[] {
  const given = fields.filter((field) => isSet(holder[field]));
  if (given.length <= 1) return [];
  return [
    refused(
      at,
      `a mapping with ${given.join(' and ')}`,
      `at most one of ${fields.join(', ')}`,
      'Keep one of them, and remove the others.',
    ),
  ];
}
