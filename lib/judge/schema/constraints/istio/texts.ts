import { isAddress, parseCidr } from '../../../../formats/cidr.js';
import type { Json, JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { refused, type Verdict } from '../../verdict.js';

const LAST_PORT = 65535;

/** The texts of a list, each with its position. */
export function texts(value: Json | undefined): readonly (readonly [number, string])[] {
  return (Array.isArray(value) ? value : []).flatMap((item, index) =>
    typeof item === 'string' ? [[index, item] as const] : [],
  );
}

/** What is wrong with one text of a list: what was expected, and how to mend it. */
export type Fault = readonly [expected: string, fix: string] | undefined;

/** Reports each text of the lists that a judge finds at fault, and each that is empty. */
export function listVerdicts(
  at: Segments,
  holder: JsonObject,
  fields: readonly string[],
  judge: (text: string) => Fault = () => undefined,
): Verdict[] {
  return fields.flatMap((field) =>
    texts(holder[field]).flatMap(([index, text]) => {
      const fault: Fault = text === '' ? ['text', 'Remove the empty entry.'] : judge(text);
      return fault === undefined ? [] : [refused([...at, field, index], JSON.stringify(text), ...fault)];
    }),
  );
}

export function networkFault(text: string): Fault {
  if (text.includes('/') ? parseCidr(text) !== undefined : isAddress(text)) return undefined;
  return ['an IP address or a network such as 10.0.0.0/8', 'Correct the address.'];
}

export function portFault(text: string): Fault {
  if (/^\d+$/.test(text) && Number(text) <= LAST_PORT) return undefined;
  return ['the number of a port, 0 to 65535', 'Use the number that the container listens on.'];
}

/** At most one wildcard, at an end. */
export function wildcardFault(text: string): Fault {
  const inner = text.slice(1, -1);
  if (text.split('*').length <= 2 && !inner.includes('*')) return undefined;
  return ['at most one *, first or last', 'Move the * to an end, or list the values.'];
}

export function trustDomainFault(text: string): Fault {
  return text.includes('/') ? ['a trust domain, without /', 'Write the part before the first /.'] : wildcardFault(text);
}

export function serviceAccountFault(text: string): Fault {
  const parts = text.split('/');
  if (!text.includes('*') && parts.length <= 2 && parts.every((part) => part !== '')) return undefined;
  return ['serviceAccount or namespace/serviceAccount, without *', 'Name one service account.'];
}
