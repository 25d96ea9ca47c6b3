/** One thing that is wrong with a value among the props of a construct. */
export interface Fault {
  /** Its place: `leafnodes.leaves[0].cluster`; empty for the props as a whole. */
  readonly path: string;
  readonly got: string;
  readonly expected: string;
  readonly fix: string;
}

/** Length from which a text is not shown in full. */
const LONG = 60;

export function refuse(path: string, value: unknown, expected: string, fix?: string): Fault {
  return { path, got: shown(value), expected, fix: fix ?? (value === undefined ? 'State it.' : 'Correct it.') };
}

/** How a message shows any value; of a list or an object, that it is one. */
export function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  if (typeof value === 'string') return shownText(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

function shownText(text: string): string {
  return text.length > LONG ? `'${text.slice(0, LONG)}…', ${text.length} characters` : `'${text}'`;
}

export function isMapping(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
