import ipaddr from 'ipaddr.js';
import type { Fault } from '../../diagnostic.js';
import { contains, formatCidr, isAddress, overlaps, parseCidr, parseNetwork } from '../../formats/cidr.js';
import { dnsDomain, matches } from '../../formats/name-syntax.js';

/** Whether a text is a DNS name in the form that Kubernetes writes, lower case. */
export function isDomain(text: string): boolean {
  return matches(text, dnsDomain);
}

/** Whether a text is an address without port that others can dial: an IP address or a DNS name. */
export function isHost(text: string): boolean {
  // A name that has only digits and dots is a mistyped address.
  return isAddress(text) || (isDomain(text) && !/^[0-9.]+$/.test(text));
}

/** Why other clusters cannot reach an address, even a well-formed one; undefined if they can. */
export function unreachable(address: string, clusterDomain: string): string | undefined {
  if (!isAddress(address)) {
    if (address === 'localhost' || address.endsWith('.localhost')) return 'which every host takes for itself';
    return address.endsWith(`.${clusterDomain}`) ? 'a name that is known only inside the cluster' : undefined;
  }
  switch (ipaddr.process(address).range()) {
    case 'unspecified':
      return 'which means every address of a host';
    case 'loopback':
      return 'which every host takes for itself';
    case 'multicast':
    case 'broadcast':
      return 'which is not the address of one host';
    case 'linkLocal':
      return 'which is valid only on its own link';
    default:
      return undefined;
  }
}

/** Whether an IP address lies within a CIDR; a DNS name lies in none. */
export function liesWithin(address: string, cidr: string): boolean {
  if (!isAddress(address)) return false;
  // An IPv4 address may be written as IPv6.
  const [inner, outer] = [parseNetwork(ipaddr.process(address).toString()), parseCidr(cidr)];
  return inner !== undefined && outer !== undefined && contains(outer, inner);
}

/** Faults in CIDRs: text that is not a CIDR, and bits after the prefix. */
export function cidrFaults(cidrs: readonly string[]): Fault[] {
  return cidrs.flatMap((cidr): Fault[] => {
    const network = parseCidr(cidr);
    if (network === undefined) {
      return [
        {
          path: '',
          got: `'${cidr}'`,
          expected: 'a CIDR such as 10.42.0.0/16',
          fix: 'Write address, slash and prefix length.',
        },
      ];
    }
    if (network.address === network.first) return [];
    return [
      {
        path: '',
        got: `'${cidr}'`,
        expected: `a network address: ${formatCidr(network)}`,
        fix: 'Clear the bits after the prefix.',
      },
    ];
  });
}

/** Whether two CIDRs share an address. */
export function overlap(a: string, b: string): boolean {
  const [left, right] = [parseCidr(a), parseCidr(b)];
  return left !== undefined && right !== undefined && overlaps(left, right);
}
