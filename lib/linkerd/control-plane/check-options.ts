import { nearest } from '../../manifest/did-you-mean.js';
import type { Problem } from '../../problem.js';
import { isMapping } from '../../props/fault.js';
import { isUserKeyed } from './user-keys.js';

/**
 * Faults of what a program states that no compiler saw, or that came from a values file: options that do not exist, and values of
 * another type than the default's.
 */
export function checkOptions(where: string, known: object, stated: unknown): Problem[] {
  return isMapping(stated)
    ? faults({ where, path: '' }, known, stated)
    : [{ where, got: shown(stated), expected: 'a mapping of values', fix: 'Correct it.' }];
}

interface Place {
  readonly where: string;
  readonly path: string;
}

function faults({ where, path }: Place, known: object, stated: Record<string, unknown>): Problem[] {
  const defaults: Record<string, unknown> = Object.fromEntries(Object.entries(known));
  return Object.entries(stated).flatMap(([key, value]): Problem[] => {
    const place = { where, path: path === '' ? key : `${path}.${key}` };
    if (value === undefined) return [];
    if (!Object.hasOwn(defaults, key)) return [unknownOption(place, key, Object.keys(defaults))];
    const standard = defaults[key];
    // What has no default has no type to compare with.
    if (standard === undefined || standard === null || value === null) return [];
    if (typeOf(standard) !== typeOf(value) && !(isAmount(standard) && isAmount(value))) {
      return [wrongType(place, value, typeOf(standard))];
    }
    return isMapping(standard) && isMapping(value) && !isUserKeyed(place.path, standard)
      ? faults(place, standard, value)
      : [];
  });
}

function unknownOption({ where, path }: Place, key: string, known: readonly string[]): Problem {
  const meant = nearest(key, known);
  return {
    where: `${where}.${path}`,
    got: 'an unknown option',
    expected: meant ?? `one of ${known.join(', ')}`,
    fix: meant === undefined ? 'Remove it, or correct its name.' : `Did you mean ${meant}? Correct the name.`,
  };
}

function wrongType({ where, path }: Place, value: unknown, expected: string): Problem {
  return { where: `${where}.${path}`, got: shown(value), expected, fix: 'Correct it, or drop it to use the default.' };
}

/** A number of pods, or a share in percent. */
function isAmount(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+%?$/.test(value));
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  return typeof value === 'boolean' ? 'true or false' : typeof value === 'number' ? 'a number' : 'a text';
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  return typeof value === 'string' ? `'${value}'` : String(value);
}
