import type { JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { refused, type Verdict } from '../verdict.js';

/** Reports each number of the mapping that is below its least value. */
export function atLeast(at: Segments, holder: JsonObject, least: Readonly<Record<string, number>>): Verdict[] {
  return Object.entries(least).flatMap(([field, minimum]) => {
    const value = holder[field];
    if (typeof value !== 'number' || value >= minimum) return [];
    return [refused([...at, field], String(value), `at least ${minimum}`, `Use at least ${minimum}.`)];
  });
}

/** Reports a port number out of range. Names are not looked at. */
export function portNumber(at: Segments, value: unknown): Verdict[] {
  if (typeof value !== 'number' || (value >= 1 && value <= 65535)) return [];
  return [refused(at, String(value), '1 to 65535', 'Use the number of a port.')];
}
