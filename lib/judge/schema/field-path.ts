import { at, type PathStep } from '../../manifest/field-path.js';
import type { Json } from '../../manifest/object.js';

/** Keys and list positions from the object's root to a field. */
export type Segments = readonly PathStep[];

/** `spec.containers[0].ports`, with keys that are no plain words quoted: `metadata.labels["example.com/a"]`. */
export function formatPath(segments: Segments): string {
  return at('', ...segments);
}

/** Splits a JSON pointer into the keys and positions that it has in `value`. */
export function segmentsOf(pointer: string, value: Json): Segments {
  const segments: (string | number)[] = [];
  let here: Json | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const segment = Array.isArray(here) ? Number(key) : key;
    segments.push(segment);
    here = childOf(here, segment);
  }
  return segments;
}

/** The value below `value` at `segments`; undefined where there is none. */
export function valueAt(value: Json, segments: Segments): Json | undefined {
  return segments.reduce<Json | undefined>(childOf, value);
}

function childOf(value: Json | undefined, segment: string | number): Json | undefined {
  if (Array.isArray(value)) return typeof segment === 'number' ? value[segment] : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
  return value[segment];
}
