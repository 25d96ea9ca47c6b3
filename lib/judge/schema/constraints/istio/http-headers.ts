import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';
import { commandFault } from './header-value.js';

const CLAIMS = '@request.auth.claims';
const PSEUDO = [':method', ':scheme', ':authority', ':path', ':status'];
const TOKEN = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;

function isControl(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code < 0x20 && character !== '\t') || code === 0x7f;
}

/** Whether a header's name refers to a claim of the request's token. */
export function isClaim(name: string): boolean {
  if (!name.toLowerCase().startsWith(CLAIMS)) return false;
  const rest = name.slice(CLAIMS.length);
  return /^\../s.test(rest) || /^\[.+\]$/s.test(rest);
}

export function isAuthority(name: string): boolean {
  return ['host', ':authority'].includes(name.toLowerCase());
}

/** Reports the name of a header that no header can have. */
export function* headerName(field: Field, name: string, anyName = false): Iterable<SchemaViolation> {
  if (TOKEN.test(name) || (!anyName && (isClaim(name) || PSEUDO.includes(name)))) return;
  yield notAllowed(field, {
    got: JSON.stringify(name),
    expected: "a header name of letters, digits and !#$%&'*+-.^_`|~",
    fix: 'Correct it.',
  });
}

/** Reports changes of headers that Envoy does not make. */
export function* checkHeaderChanges(headers: Field): Iterable<SchemaViolation> {
  if (!headers.isSet) return;
  for (const side of ['request', 'response']) {
    const change = headers.at(side);
    for (const [name, value] of ['add', 'set'].flatMap((field) => change.at(field).entries)) {
      yield* checkChangedName(value, name, side === 'request');
      yield* checkValue(value);
    }
    for (const name of change.at('remove').items)
      if (name.text !== undefined) yield* checkChangedName(name, name.text, false);
  }
}

function* checkChangedName(field: Field, name: string, mayBeAuthority: boolean): Iterable<SchemaViolation> {
  if (name === '')
    yield notAllowed(field, {
      got: 'a header without a name',
      expected: 'the name of a header',
      fix: 'Name the header.',
    });
  if ((!name.startsWith(':') && name.toLowerCase() !== 'host') || (mayBeAuthority && isAuthority(name))) return;
  yield notAllowed(field, {
    got: JSON.stringify(name),
    expected: mayBeAuthority
      ? 'a header other than :method, :path and :scheme'
      : 'a header other than Host and those with a :',
    fix: 'Remove it; rewrite changes the path and the authority.',
  });
}

function* checkValue(value: Field): Iterable<SchemaViolation> {
  if (value.text === undefined) return;
  const fault = commandFault(value.text);
  if ([...value.text].some(isControl))
    yield notAllowed(value, {
      got: 'a control character',
      expected: 'printable text',
      fix: 'Remove the character.',
    });
  else if (fault !== undefined)
    yield notAllowed(value, { expected: fault, fix: 'Write %% for a percent sign, or complete the %COMMAND%.' });
}

/** Reports a route that changes the authority twice: one of the changes would be lost. */
export function* checkAuthorityChanges(route: Field): Iterable<SchemaViolation> {
  const request = route.at('headers', 'request');
  const headers = ['set', 'add'].flatMap((field) => request.at(field).entries).filter(([name]) => isAuthority(name));
  const [, ...others] = [
    ...[route.at('rewrite', 'authority')].filter(({ isSet }) => isSet),
    ...headers.map(([, value]) => value),
  ].filter(({ value }) => value !== '');
  for (const field of others)
    yield notAllowed(field, {
      got: 'the authority again',
      expected: 'one change of the authority',
      fix: 'Keep one of the changes.',
    });
}
