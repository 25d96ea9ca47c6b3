import { isMapping } from '../formats/mapping.js';
import type { PathStep } from './field-path.js';
import type { Json, JsonObject } from './object.js';

/** Any value found in an object, or nothing. */
export type Found = Json | undefined;

/** The value below `value` at these steps, or undefined if any of them is absent. */
export function valueAt(value: Found, ...steps: readonly PathStep[]): Found {
  let found = value;
  for (const step of steps) found = childOf(found, step);
  return found;
}

/** The value one step below `value`, or undefined if there is none. */
export function childOf(value: Found, step: PathStep): Found {
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
  return isMapping(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** The mapping at these steps, or undefined if there is none. */
export function objectAt(value: Found, ...steps: readonly PathStep[]): JsonObject | undefined {
  const found = valueAt(value, ...steps);
  return isMapping(found) ? found : undefined;
}

/** The list at these steps; empty if there is none. */
export function listAt(value: Found, ...steps: readonly PathStep[]): readonly Json[] {
  const found = valueAt(value, ...steps);
  return Array.isArray(found) ? found : [];
}

export function stringAt(value: Found, ...steps: readonly PathStep[]): string | undefined {
  const found = valueAt(value, ...steps);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: Found, ...steps: readonly PathStep[]): number | undefined {
  const found = valueAt(value, ...steps);
  return typeof found === 'number' ? found : undefined;
}

export function booleanAt(value: Found, ...steps: readonly PathStep[]): boolean | undefined {
  const found = valueAt(value, ...steps);
  return typeof found === 'boolean' ? found : undefined;
}

/** The entries of the mapping at these steps whose values are strings: labels, annotations, ConfigMap data. */
export function stringsAt(value: Found, ...steps: readonly PathStep[]): Readonly<Record<string, string>> {
  const found = objectAt(value, ...steps);
  if (found === undefined) return {};
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The strings of the list at these steps. */
export function stringListAt(value: Found, ...steps: readonly PathStep[]): readonly string[] {
  return listAt(value, ...steps).filter((item) => typeof item === 'string');
}

export { shown } from './shown.js';
