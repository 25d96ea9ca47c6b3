/**
 * A reference such as `$LEAF_NKEY_SEED`, always a whole value.
 *
 * The server looks it up in the enclosing blocks, innermost first, among the keys before it (including those of an
 * included file), then in its environment. It is never expanded inside quotes.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration#variables
 */
export class Variable {
  constructor(
    /** Without the dollar sign. */
    readonly name: string,
  ) {}
}

/** A number of bytes that is printed with a binary suffix if one divides it: `10Gi`. */
export class Bytes {
  constructor(readonly count: number) {}
}

/**
 * `include <path>`: the keys of another file, read as if they were written here. The path is relative to the including
 * file.
 */
export class Include {
  constructor(readonly path: string) {}
}

/** A comment of one or more lines. */
export class Comment {
  constructor(readonly text: string) {}
}

/** What a key or a list can hold. Durations are read as strings, sizes as numbers. */
export type ConfValue = string | number | boolean | Variable | Bytes | readonly ConfValue[] | ConfMap;

/** A block: keys and their values. */
export type ConfMap = { readonly [key: string]: ConfValue };

/** Whether a value is a block, and not a list, a marker or a scalar. */
export function isConfMap(value: ConfValue | undefined): value is ConfMap {
  return (
    typeof value === 'object' && !Array.isArray(value) && !(value instanceof Variable) && !(value instanceof Bytes)
  );
}

/** Whether a value is a list. */
export function isConfList(value: ConfValue | undefined): value is readonly ConfValue[] {
  return Array.isArray(value);
}
