import ipaddr from 'ipaddr.js';

/** An address range of one family, given by a prefix. */
export interface Network {
  readonly family: 'ipv4' | 'ipv6';
  /** Length of the prefix. */
  readonly bits: number;
  /** The address as written: the first of the range, unless bits after the prefix are set. */
  readonly address: bigint;
  readonly first: bigint;
  readonly last: bigint;
}

/** Addresses from `first` to `last`, both included. */
type Range = Pick<Network, 'first' | 'last'>;

/** Networks, each with optional exceptions. */
export type Blocks = readonly { readonly cidr: string; readonly except: readonly string[] }[];

/** Lengths of addresses in bits. */
export const ADDRESS_BITS = { ipv4: 32, ipv6: 128 } as const;

/**
 * Whether a text is an IP address as Go reads it: IPv4 in four decimal parts, IPv6 without a zone.
 *
 * @see https://pkg.go.dev/net#ParseIP
 */
export function isAddress(text: string): boolean {
  if (text.includes(':')) return ipaddr.IPv6.isValid(text) && !text.includes('%');
  return ipaddr.IPv4.isValidFourPartDecimal(text);
}

/**
 * The network of a text such as `10.0.0.0/8`, whose bits after the prefix may be set; undefined for any other text.
 *
 * @see https://pkg.go.dev/net#ParseCIDR
 */
export function parseCidr(text: string): Network | undefined {
  const [, address = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (!isAddress(address)) return undefined;
  const family = familyOf(address);
  const bits = Number(prefix);
  if (bits > ADDRESS_BITS[family]) return undefined;
  const size = 2n ** BigInt(ADDRESS_BITS[family] - bits);
  const value = numberOf(address);
  const first = value - (value % size);
  return { family, bits, address: value, first, last: first + size - 1n };
}

/** The network of an address or a CIDR; undefined if the text is neither. */
export function parseNetwork(text: string): Network | undefined {
  return parseCidr(isAddress(text) ? hostCidr(text) : text);
}

/** The CIDR of a single address. */
export function hostCidr(address: string): string {
  return `${address}/${ADDRESS_BITS[familyOf(address)]}`;
}

/** The CIDR of a network, without bits after the prefix. */
export function formatCidr({ family, bits, first }: Network): string {
  return `${formatAddress(family, first)}/${bits}`;
}

/** The text of an address given as a number. */
export function formatAddress(family: Network['family'], value: bigint): string {
  const length = ADDRESS_BITS[family] / 8;
  const bytes = Array.from({ length }, (_, index) => Number((value >> BigInt(8 * (length - 1 - index))) & 255n));
  return ipaddr.fromByteArray(bytes).toString();
}

/** Whether all addresses of `inner` are addresses of `outer`. */
export function contains(outer: Network, inner: Network): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two networks share an address. */
export function overlaps(a: Network, b: Network): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** How many addresses of a family are in at least one of the blocks. */
export function countAddresses(blocks: Blocks, family: Network['family']): bigint {
  return rangesOf(blocks, family).reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

/** The addresses of the blocks, as ranges that neither touch nor overlap. Text that is not a network is ignored. */
function rangesOf(blocks: Blocks, family: Network['family']): readonly Range[] {
  const parsed = (text: string) => {
    const network = parseNetwork(text);
    return network?.family === family ? [network] : [];
  };
  const all = blocks.flatMap(({ cidr, except }) =>
    except.flatMap(parsed).reduce((ranges, hole) => ranges.flatMap(without(hole)), parsed(cidr) as readonly Range[]),
  );
  const joined: Range[] = [];
  for (const range of all.toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    const before = joined.at(-1);
    if (before === undefined || range.first > before.last + 1n) joined.push(range);
    else joined[joined.length - 1] = { first: before.first, last: range.last > before.last ? range.last : before.last };
  }
  return joined;
}

function without(hole: Range): (range: Range) => Range[] {
  return ({ first, last }) => {
    if (hole.last < first || hole.first > last) return [{ first, last }];
    const before = { first, last: hole.first - 1n };
    const behind = { first: hole.last + 1n, last };
    return [before, behind].filter((part) => part.first <= part.last);
  };
}

function familyOf(address: string): Network['family'] {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

function numberOf(address: string): bigint {
  return ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}
