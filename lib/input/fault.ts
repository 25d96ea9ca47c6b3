import type { Diagnostic, Fault } from '../diagnostic.js';

/** Length from which a text is not shown in full. */
const LONG = 60;

/** The fault of a value that is not what is expected. */
export function faultOf(path: string, value: unknown, expected: string, fix?: string): Fault {
  return { path, got: shown(value), expected, fix: fix ?? (value === undefined ? 'State it.' : 'Correct it.') };
}

/** The fault of an input that `where` names; one of the input as a whole is that of its props. */
export function toDiagnostic(where: string, fault: Fault): Diagnostic {
  return { where, ...fault, path: fault.path === '' ? 'props' : fault.path };
}

/** How a message shows any value of a program; of a list or an object, that it is one. */
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
