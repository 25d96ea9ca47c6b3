import ipaddr from 'ipaddr.js';
import type { Diagnostic } from '../../diagnostic.js';

const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** Whether a text is a DNS name in the form that Kubernetes writes, lower case. */
export function isDomain(text: string): boolean {
  return DNS_NAME.test(text);
}

/** Whether a text is an address without port that others can be told: an IP address, or a DNS name. */
export function isAddress(text: string): boolean {
  if (ipaddr.isValid(text)) return !ipaddr.IPv4.isIPv4(text) || ipaddr.IPv4.isValidFourPartDecimal(text);
  // A name of digits and dots alone is a mistyped address.
  return isDomain(text) && !/^[0-9.]+$/.test(text);
}

/** Why no other cluster reaches an address, be it well formed; undefined where one may. */
export function unreachable(address: string, clusterDomain: string): string | undefined {
  if (!ipaddr.isValid(address)) {
    if (address === 'localhost' || address.endsWith('.localhost')) return 'which every host takes for itself';
    return address.endsWith(`.${clusterDomain}`) ? 'a name that is known inside the cluster alone' : undefined;
  }
  switch (ipaddr.process(address).range()) {
    case 'unspecified':
      return 'which stands for every address of a host';
    case 'loopback':
      return 'which every host takes for itself';
    case 'multicast':
    case 'broadcast':
      return 'which is no address of one host';
    case 'linkLocal':
      return 'which is known on its own link alone';
    default:
      return undefined;
  }
}

/** Whether an IP address lies within a CIDR; a DNS name lies in none. */
export function liesWithin(address: string, cidr: string): boolean {
  if (!ipaddr.isValid(address) || !ipaddr.isValidCIDR(cidr)) return false;
  const [parsed, network] = [ipaddr.process(address), ipaddr.parseCIDR(cidr)];
  return parsed.kind() === network[0].kind() && parsed.match(network);
}

/** Faults in CIDRs: text that is none, and bits behind the prefix. */
export function checkCidrs(where: string, cidrs: readonly string[]): Diagnostic[] {
  return cidrs.flatMap((cidr): Diagnostic[] => {
    if (!ipaddr.isValidCIDR(cidr)) {
      return [
        {
          where,
          got: `'${cidr}'`,
          expected: 'a CIDR such as 10.42.0.0/16',
          fix: 'Write address, slash and prefix length.',
        },
      ];
    }
    const [address, length] = ipaddr.parseCIDR(cidr);
    const parser = address.kind() === 'ipv6' ? ipaddr.IPv6 : ipaddr.IPv4;
    const network = parser.networkAddressFromCIDR(cidr).toString();
    if (network === address.toString()) return [];
    return [
      {
        where,
        got: `'${cidr}'`,
        expected: `a network address: ${network}/${length}`,
        fix: 'Clear the bits behind the prefix.',
      },
    ];
  });
}

/** Whether two CIDRs share an address. */
export function overlap(a: string, b: string): boolean {
  if (!ipaddr.isValidCIDR(a) || !ipaddr.isValidCIDR(b)) return false;
  const [addressA, lengthA] = ipaddr.parseCIDR(a);
  const [addressB, lengthB] = ipaddr.parseCIDR(b);
  if (addressA.kind() !== addressB.kind()) return false;
  return addressA.match(addressB, Math.min(lengthA, lengthB));
}
