import { isAddress, parseCidr } from '../../../../formats/cidr.js';
import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';

const LAST_PORT = 65535;

/** What is wrong with one text of a list: what was expected, and how to fix it. */
export type TextFault = readonly [expected: string, fix: string] | undefined;

/** Reports each text of the lists that is empty or in which `faultOf` finds a fault. */
export function* checkTexts(
  holder: Field,
  lists: readonly string[],
  faultOf: (text: string) => TextFault = () => undefined,
): Iterable<SchemaViolation> {
  for (const item of lists.flatMap((list) => holder.at(list).items)) {
    if (item.text === undefined) continue;
    const fault: TextFault = item.text === '' ? ['text', 'Remove the empty entry.'] : faultOf(item.text);
    if (fault !== undefined) yield notAllowed(item, { expected: fault[0], fix: fault[1] });
  }
}

export function networkFault(text: string): TextFault {
  if (text.includes('/') ? parseCidr(text) !== undefined : isAddress(text)) return undefined;
  return ['an IP address or a network such as 10.0.0.0/8', 'Correct the address.'];
}

export function portFault(text: string): TextFault {
  if (/^\d+$/.test(text) && Number(text) <= LAST_PORT) return undefined;
  return ['the number of a port, 0 to 65535', 'Use the number that the container listens on.'];
}

/** At most one wildcard, at an end. */
export function wildcardFault(text: string): TextFault {
  const inner = text.slice(1, -1);
  if (text.split('*').length <= 2 && !inner.includes('*')) return undefined;
  return ['at most one *, first or last', 'Move the * to an end, or list the values.'];
}

export function trustDomainFault(text: string): TextFault {
  return text.includes('/') ? ['a trust domain, without /', 'Write the part before the first /.'] : wildcardFault(text);
}

export function serviceAccountFault(text: string): TextFault {
  const parts = text.split('/');
  if (!text.includes('*') && parts.length <= 2 && parts.every((part) => part !== '')) return undefined;
  return ['serviceAccount or namespace/serviceAccount, without *', 'Name one service account.'];
}
