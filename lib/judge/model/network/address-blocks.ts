import ipaddr from 'ipaddr.js';
import { type Found, listAt, stringAt, stringListAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';

/** An address range: its first address, and the length of its prefix in bits. */
export type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

/** A CIDR without the parts that are taken out of it. */
export interface Block {
  readonly cidr: string;
  readonly except: readonly string[];
}

/** How far blocks reach: to every address of a family, to the pods of the cluster, or to a share of the address space that no one party has. */
export type Breadth = 'everyone' | 'pods' | 'wide';

/** Ranges that k3s, kubeadm's guides and Kubespray give pods by default. */
const DEFAULT_POD_RANGES = ['10.42.0.0/16', '10.244.0.0/16', '10.233.64.0/18'];

/** Shares of the address space from which on blocks are wide: a /8 of IPv4, a /16 of IPv6. */
const WIDE = { ipv4: 2 ** -8, ipv6: 2 ** -16 };

/** Reads an address or a CIDR; undefined where the text is neither. */
export function parseNetwork(text: string): Network | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Whether all addresses of `inner` are addresses of `outer`. */
export function contains([outer, bits]: Network, [inner, innerBits]: Network): boolean {
  if (outer.kind() !== inner.kind() || innerBits < bits) return false;
  return inner.match(outer, bits);
}

/** Whether the blocks hold an address. */
export function holdsAddress(blocks: readonly Block[], address: string): boolean {
  return blocks.some(({ cidr, except }) => within(address, cidr) && !except.some((part) => within(address, part)));
}

/** The block of a mapping with `cidr` and `except`, as NetworkPolicies and Linkerd's policies have it. */
export function blockOf(value: Found): Block | undefined {
  const cidr = stringAt(value, 'cidr');
  return cidr === undefined ? undefined : { cidr, except: stringListAt(value, 'except') };
}

/** How far blocks reach taken together, so that two halves of the address space are all of it; undefined where they name someone. */
export function breadthOf(blocks: readonly Block[], cluster: ClusterIndex): Breadth | undefined {
  const shares = (['ipv4', 'ipv6'] as const).map((family) => ({ share: shareOf(blocks, family), wide: WIDE[family] }));
  if (shares.some(({ share }) => share >= 1)) return 'everyone';
  if (podRangesOf(cluster).some((range) => holdsRange(blocks, range))) return 'pods';
  return shares.some(({ share, wide }) => share >= wide) ? 'wide' : undefined;
}

/** Ranges that the pods of a cluster have: what its Nodes say, where they are among the objects, and usual defaults. */
export function podRangesOf(cluster: ClusterIndex): readonly string[] {
  const nodes = cluster.ofKind('Node').flatMap(({ object }) => listAt(object, 'spec', 'podCIDRs'));
  return [...nodes.filter((range) => typeof range === 'string'), ...DEFAULT_POD_RANGES];
}

function holdsRange(blocks: readonly Block[], range: string): boolean {
  return blocks.some(({ cidr, except }) => within(range, cidr) && !except.some((part) => within(range, part)));
}

function within(inner: string, outer: string): boolean {
  const [innerNetwork, outerNetwork] = [parseNetwork(inner), parseNetwork(outer)];
  return innerNetwork !== undefined && outerNetwork !== undefined && contains(outerNetwork, innerNetwork);
}

function shareOf(blocks: readonly Block[], family: 'ipv4' | 'ipv6'): number {
  const networks = blocks.flatMap(({ cidr, except }) => {
    const network = parseNetwork(cidr);
    return network === undefined || network[0].kind() !== family ? [] : [{ network, except }];
  });
  // What lies within another block adds nothing, and of two that are equal the first counts.
  const apart = networks.filter(
    ({ network }, index) =>
      !networks.some(
        (other, place) =>
          place !== index && contains(other.network, network) && (place < index || !contains(network, other.network)),
      ),
  );
  return apart.reduce((sum, { network, except }) => sum + sizeOf(network) - excepted(except, network), 0);
}

function excepted(except: readonly string[], network: Network): number {
  return except.reduce((sum, text) => {
    const part = parseNetwork(text);
    return part !== undefined && contains(network, part) ? sum + sizeOf(part) : sum;
  }, 0);
}

function sizeOf([, bits]: Network): number {
  return 2 ** -bits;
}
