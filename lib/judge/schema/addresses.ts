import ipaddr from 'ipaddr.js';

/** A network: its address, and how many leading bits of it count. */
export type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

/** Whether a text is an address as Kubernetes reads it: IPv4 has all four parts. */
export function isAddress(text: string): boolean {
  return (
    ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text) && !text.includes('%'))
  );
}

/** The network that a text such as `10.0.0.0/8` names; undefined where it names none. */
export function parseNetwork(text: string): Network | undefined {
  const [address = ''] = text.split('/');
  return isAddress(address) && ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : undefined;
}

/** Whether a network lies within another and is smaller. */
export function isWithin([inner, innerBits]: Network, [outer, outerBits]: Network): boolean {
  return inner.kind() === outer.kind() && innerBits > outerBits && inner.match(outer, outerBits);
}
