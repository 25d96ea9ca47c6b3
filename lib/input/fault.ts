import type { Diagnostic, Fault } from '../diagnostic.js';

/** Length above which a text is not shown in full. */
const LONG = 60;

/** The fault of a value that differs from what is expected. */
export function faultOf(path: string, value: unknown, expected: string, fix?: string): Fault {
  return { path, got: shown(value), expected, fix: fix ?? (value === undefined ? 'Set it.' : 'Correct it.') };
}

/** A fault of the input that `where` names; a fault of the whole input is reported at its props. */
export function toDiagnostic(where: string, fault: Fault): Diagnostic {
  return { where, ...fault, path: fault.path === '' ? 'props' : fault.path };
}

/** How a message shows any value; lists and objects only by their type. */
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
