import type { ConfMap, ConfValue } from '../../../formats/nats-conf/value.js';

/** A value that may be absent. */
export type Optional<T> = T | undefined;

/** Keeps the keys that have a value, in their order; undefined if none has. */
export function block(entries: { readonly [key: string]: Optional<ConfValue> }): Optional<ConfMap> {
  const present: [string, ConfValue][] = [];
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) present.push([key, value]);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}
