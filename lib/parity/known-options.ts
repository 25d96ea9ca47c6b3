import { isMapping } from '../formats/mapping.js';
import { isUserKeyed } from '../write/linkerd/control-plane/user-keys.js';

/**
 * A chart's complete values as options of ours: without unknown ones, and with `null` for each default that a values file removed from
 * a mapping with keys of the user.
 */
export function knownOptions(known: object, values: Record<string, unknown>, path = ''): Record<string, unknown> {
  const defaults: Record<string, unknown> = Object.fromEntries(Object.entries(known));
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => Object.hasOwn(defaults, key))
      .map(([key, value]) => {
        const place = path === '' ? key : `${path}.${key}`;
        const standard = defaults[key];
        if (!isMapping(standard) || !isMapping(value)) return [key, value];
        return [
          key,
          isUserKeyed(place, standard) ? withRemovals(standard, value) : knownOptions(standard, value, place),
        ];
      }),
  );
}

function withRemovals(standard: Record<string, unknown>, value: Record<string, unknown>): Record<string, unknown> {
  const removed = Object.keys(standard).filter((key) => !Object.hasOwn(value, key));
  const stated = Object.entries(value).map(([key, child]) => {
    const below = standard[key];
    return [key, isMapping(below) && isMapping(child) ? withRemovals(below, child) : child];
  });
  return Object.fromEntries([...stated, ...removed.map((key) => [key, null])]);
}
