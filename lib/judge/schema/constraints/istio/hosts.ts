import { isAddress } from '../../../../formats/cidr.js';
import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';
import type { TextFault } from './texts.js';

const LONGEST_LABEL = 63;
const LONGEST_DOMAIN = 255;
const LABEL = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(\*|(\*-?)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const NUMBER = /^[-+]?\d+$/;

/** How messages describe a DNS label of Istio, which may have capitals. */
export const labelWords = 'at most 63 letters, digits and -, with a letter or digit at both ends';
const wildcardWords = 'a DNS name, whose first label may be * or start with it';

/** Whether a text is one label of a DNS name. */
export function isLabel(text: string): boolean {
  return text.length <= LONGEST_LABEL && LABEL.test(text);
}

/** Whether each label is valid. A dot at the end is allowed, a last label of only digits is not. */
function areLabels(text: string): boolean {
  const parts = text.split('.');
  const last = parts.at(-1) ?? '';
  return !NUMBER.test(last) && parts.every((part, position) => isLabel(part) || (part === '' && isLast(position)));

  function isLast(position: number): boolean {
    return position === parts.length - 1;
  }
}

/** Whether a text is a whole DNS name without a wildcard. */
export function isDomain(text: string): boolean {
  return text !== '' && text.length <= LONGEST_DOMAIN && areLabels(text);
}

/** Whether a text is a DNS name whose first label may be a wildcard. */
export function isWildcardDomain(text: string): boolean {
  if (text === '' || text.length > LONGEST_DOMAIN) return false;
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  if (first.length > LONGEST_LABEL || !WILDCARD_LABEL.test(first)) return false;
  return dot < 0 || areLabels(text.slice(dot + 1));
}

/** Reports a host that is not a DNS name, wildcards allowed. */
export function* wildcardDomain(host: Field): Iterable<SchemaViolation> {
  if (host.text !== undefined && !isWildcardDomain(host.text))
    yield notAllowed(host, { expected: wildcardWords, fix: 'Correct the host.' });
}

/** Reports a host that is neither a whole DNS name nor an address. */
export function* domainOrAddress(host: Field): Iterable<SchemaViolation> {
  if (host.text !== undefined && !isDomain(host.text) && !isAddress(host.text))
    yield notAllowed(host, {
      expected: 'a DNS name without a wildcard, or an IP address',
      fix: 'Correct the host.',
    });
}

/** Reports an entry of the form `namespace/host` that a Gateway or a Sidecar cannot read. */
export function* namespacedHost(entry: Field, kind: 'Gateway' | 'Sidecar'): Iterable<SchemaViolation> {
  const fault = entry.text === undefined ? undefined : namespacedHostFault(entry.text, kind);
  if (fault !== undefined) yield notAllowed(entry, { expected: fault[0], fix: fault[1] });
}

function namespacedHostFault(entry: string, kind: 'Gateway' | 'Sidecar'): TextFault {
  const slash = entry.indexOf('/');
  const namespaces = kind === 'Gateway' ? ['*', '.'] : ['*', '.', '~'];
  if (slash < 0 && kind === 'Sidecar')
    return ['namespace/host, as in ./* or istio-system/*', `Write "*/${entry}" or name the namespace.`];
  const namespace = entry.slice(0, Math.max(slash, 0));
  const host = entry.slice(slash + 1);
  // Since 1.31 a Sidecar excludes a namespace whose name follows a ~.
  const bare = kind === 'Sidecar' && namespace.length > 1 ? namespace.replace(/^~/, '') : namespace;
  if (slash >= 0 && !namespaces.includes(bare) && !isLabel(bare))
    return [`a namespace before the /, or one of ${namespaces.join(' ')}`, 'Correct the namespace.'];
  const isGatewayAddress = kind === 'Gateway' && isAddress(host);
  if (host !== '*' && !host.includes('.') && !isGatewayAddress)
    return ['a host with a dot, because short names select nothing', 'Write the whole DNS name.'];
  if (!isWildcardDomain(host) && !isGatewayAddress) return [wildcardWords, 'Correct the host.'];
  if (host.includes('*') && host !== '*' && !host.startsWith('*.'))
    return ['* by itself, or as the whole first label', 'Start the host with "*.".'];
  return undefined;
}

/** Whether every name that `inner` covers is covered by `outer`. */
export function isHostWithin(inner: string, outer: string): boolean {
  if (!outer.startsWith('*')) return inner === outer;
  if (inner.startsWith('*') && inner.length < outer.length) return false;
  return inner.slice(inner.startsWith('*') ? 1 : 0).endsWith(outer.slice(1));
}

/** Whether one of two hosts covers the other. */
export function hostsOverlap(one: string, other: string): boolean {
  return isHostWithin(one, other) || isHostWithin(other, one);
}

/** Reports the names of gateways that are neither `name` nor `namespace/name`. */
export function* gatewayNames(names: Field): Iterable<SchemaViolation> {
  for (const name of names.items)
    if (name.text !== undefined && !isGatewayName(name.text))
      yield notAllowed(name, { expected: 'namespace/name of a Gateway, or mesh', fix: 'Correct the name.' });
}

function isGatewayName(name: string): boolean {
  const slash = name.indexOf('/');
  return slash < 0 ? isDomain(name) : isLabel(name.slice(0, slash)) && isLabel(name.slice(slash + 1));
}
