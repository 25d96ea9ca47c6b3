import type { Json } from './object.js';

/** Entries of a list that a message shows. */
const MANY = 12;
/** Characters of a value in quotes that a message shows. */
const LONGEST = 80;

/** How a message shows a value: text as it is, `nothing` for an absent one, JSON for the rest, of long lists the first entries. */
export function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value) && value.length > MANY) {
    return `${JSON.stringify(value.slice(0, MANY))} and ${value.length - MANY} more`;
  }
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

/** How a message shows a value if its type matters: text in quotes, lists and mappings only by their type. */
export function quoted(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
