import type { Json, JsonObject } from '../../manifest/object.js';
import type { Segments } from './field-path.js';

const LONGEST = 80;
const SECRET_FIELDS: readonly unknown[] = ['data', 'stringData'];

/** A value as messages quote it: short, and never the content of a Secret. */
export function show(value: Json | undefined, segments: Segments, object: JsonObject): string {
  if (value === undefined) return 'nothing';
  if (object['kind'] === 'Secret' && SECRET_FIELDS.includes(segments[0]) && segments.length > 1) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `<redacted ${new TextEncoder().encode(text).length} bytes>`;
  }
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
