import type { Json } from './object.js';

/** Entries of a list that a message shows. */
const MANY = 12;

/** How a message shows a value: text as it is, `nothing` for an absent one, JSON for the rest, of long lists the first entries. */
export function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value) && value.length > MANY) {
    return `${JSON.stringify(value.slice(0, MANY))} and ${value.length - MANY} more`;
  }
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}
