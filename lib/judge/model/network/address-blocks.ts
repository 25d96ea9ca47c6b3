import { ADDRESS_BITS, contains, countAddresses, type Network, overlaps, parseNetwork } from '../../../formats/cidr.js';
import { type Found, stringAt, stringListAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';

/** A CIDR without its exceptions. */
export interface Block {
  readonly cidr: string;
  readonly except: readonly string[];
}

/** How far blocks reach: to every address of a family, to the pods of the cluster, or to a range that no single party owns. */
export type Breadth = 'everyone' | 'pods' | 'wide';

/** Ranges that k3s, kubeadm's guides and Kubespray give pods by default. */
const DEFAULT_POD_RANGES = ['10.42.0.0/16', '10.244.0.0/16', '10.233.64.0/18'];

/** Ranges from which clusters take the addresses of pods. */
const PRIVATE_RANGES = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/** Prefix lengths whose number of addresses makes blocks wide. */
const WIDE = { ipv4: 8, ipv6: 16 };

/** The block of a mapping with `cidr` and `except`, as NetworkPolicies and Linkerd's policies have it. */
export function blockOf(value: Found): Block | undefined {
  const cidr = stringAt(value, 'cidr');
  return cidr === undefined ? undefined : { cidr, except: stringListAt(value, 'except') };
}

/** How far blocks reach together, so that two halves of the address space are all of it; undefined if they name single parties. */
export function breadthOf(blocks: readonly Block[], cluster: ClusterIndex): Breadth | undefined {
  const families = (['ipv4', 'ipv6'] as const).map((family) => ({
    count: countAddresses(blocks, family),
    all: 2n ** BigInt(ADDRESS_BITS[family]),
    wide: 2n ** BigInt(ADDRESS_BITS[family] - WIDE[family]),
  }));
  if (families.some(({ count, all }) => count === all)) return 'everyone';
  if (podNetworksOf(cluster).some((pods) => blocks.some((block) => reaches(block, pods)))) return 'pods';
  return families.some(({ count, wide }) => count >= wide) ? 'wide' : undefined;
}

/** Whether blocks may have addresses of pods all the same: they are private ones, and no Node says which those of pods are. */
export function mayHavePods(blocks: readonly Block[], cluster: ClusterIndex): boolean {
  if (cluster.ofKind('Node').some(({ object }) => stringListAt(object, 'spec', 'podCIDRs').length > 0)) return false;
  const privates = PRIVATE_RANGES.flatMap((range) => parseNetwork(range) ?? []);
  return blocks.some(({ cidr }) => {
    const network = parseNetwork(cidr);
    return network !== undefined && privates.some((range) => overlaps(range, network));
  });
}

/** Address ranges of the pods of a cluster: those that its Nodes state, and common defaults. */
function podNetworksOf(cluster: ClusterIndex): readonly Network[] {
  const nodes = cluster.ofKind('Node').flatMap(({ object }) => stringListAt(object, 'spec', 'podCIDRs'));
  return [...nodes, ...DEFAULT_POD_RANGES].flatMap((range) => parseNetwork(range) ?? []);
}

/** Whether a block is around a network without excepting all of it. */
function reaches({ cidr, except }: Block, inner: Network): boolean {
  const holds = (text: string) => {
    const network = parseNetwork(text);
    return network !== undefined && contains(network, inner);
  };
  return holds(cidr) && !except.some(holds);
}
