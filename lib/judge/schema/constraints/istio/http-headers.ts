import type { Json, JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isSet, mapping } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';
import { commandFault } from './header-value.js';
import { texts } from './texts.js';

const CLAIMS = '@request.auth.claims';
const PSEUDO = [':method', ':scheme', ':authority', ':path', ':status'];
const TOKEN = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;

function isControl(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code < 0x20 && character !== '\t') || code === 0x7f;
}

/** Whether a header's name stands for a claim of the request's token. */
export function isClaim(name: string): boolean {
  if (!name.toLowerCase().startsWith(CLAIMS)) return false;
  const rest = name.slice(CLAIMS.length);
  return /^\../s.test(rest) || /^\[.+\]$/s.test(rest);
}

export function isAuthority(name: string): boolean {
  return ['host', ':authority'].includes(name.toLowerCase());
}

/** Reports the name of a header to match that no header can have. */
export function headerName(at: Segments, name: string, anyName = false): Verdict[] {
  if (TOKEN.test(name) || (!anyName && (isClaim(name) || PSEUDO.includes(name)))) return [];
  return [
    refused(at, JSON.stringify(name), "the name of a header, of letters, digits and !#$%&'*+-.^_`|~", 'Correct it.'),
  ];
}

/** Reports changes of headers that Envoy does not make. */
export function headerChanges(at: Segments, headers: Json | undefined): Verdict[] {
  return ['request', 'response'].flatMap((side) => {
    const change = mapping(mapping(headers)[side]);
    const place = [...at, side];
    const written = ['add', 'set'].flatMap((field) =>
      Object.entries(mapping(change[field])).flatMap(([name, value]) => {
        const to = [...place, field, name];
        return [...nameVerdicts(to, name, side === 'request'), ...valueVerdicts(to, value)];
      }),
    );
    const removed = texts(change['remove']).flatMap(([index, name]) =>
      nameVerdicts([...place, 'remove', index], name, false),
    );
    return [...written, ...removed];
  });
}

function nameVerdicts(at: Segments, name: string, mayBeAuthority: boolean): Verdict[] {
  if (name === '') return [refused(at, 'a header without a name', 'the name of a header', 'Name the header.')];
  if ((!name.startsWith(':') && name.toLowerCase() !== 'host') || (mayBeAuthority && isAuthority(name))) return [];
  const expected = mayBeAuthority
    ? 'a header other than :method, :path and :scheme'
    : 'a header other than Host and those with a :';
  return [refused(at, JSON.stringify(name), expected, 'Remove it; rewrite changes the path and the authority.')];
}

function valueVerdicts(at: Segments, value: Json): Verdict[] {
  if (typeof value !== 'string') return [];
  if ([...value].some(isControl))
    return [refused(at, 'a control character', 'printable text', 'Remove the character.')];
  const fault = commandFault(value);
  if (fault === undefined) return [];
  return [refused(at, JSON.stringify(value), fault, 'Write %% for a percent sign, or complete the %COMMAND%.')];
}

/** Reports a route that changes the authority twice, of which one change would be lost. */
export function authorityChanges(at: Segments, { headers, rewrite }: JsonObject): Verdict[] {
  const { add, set } = mapping(mapping(headers)['request']);
  const changes = [
    ...(isSet(mapping(rewrite)['authority']) && mapping(rewrite)['authority'] !== '' ? [['rewrite', 'authority']] : []),
    ...(['set', 'add'] as const).flatMap((field) =>
      Object.entries(mapping(field === 'set' ? set : add))
        .filter(([name, value]) => isAuthority(name) && value !== '')
        .map(([name]) => ['headers', 'request', field, name]),
    ),
  ];
  return changes
    .slice(1)
    .map((place) =>
      refused([...at, ...place], 'the authority again', 'one change of the authority', 'Keep one of the changes.'),
    );
}
