import type { Diagnostic } from '../../diagnostic.js';
import { isAddress } from '../../formats/cidr.js';
import { isMapping } from '../../formats/mapping.js';
import { shown, toDiagnostic } from '../../input/fault.js';
import { type Place, within } from '../../input/place.js';
import { list, optional, options, type Shape } from '../../input/shape.js';
import { anyText, integer } from '../../input/values.js';

import type { ClusterReleases } from '../../releases/project.js';
import { checkReleases } from './check-releases.js';
import type { ClusterFacts, ClusterProps } from './cluster-props.js';
import { checkEastWest, EAST_WEST } from './east-west.js';
import { MESH } from './mesh.js';
import { cidrFaults, isDomain, isHost, liesWithin, overlap, unreachable } from './networks.js';
import { PROJECT_RELEASES } from './project-releases.js';

const KUBERNETES_VERSION: Shape<string> = {
  expected: anyText.expected,
  faults: (path, value) =>
    anyText
      .faults(path, value)
      .map((fault) =>
        typeof value === 'number'
          ? { ...fault, fix: "Write it in quotes, such as '1.33': the number 1.30 is the same as 1.3." }
          : fault,
      ),
};

const CLUSTER_PROPS = options<ClusterProps>({
  kubernetesVersion: KUBERNETES_VERSION,
  mesh: optional(MESH),
  releases: optional(PROJECT_RELEASES),
  clusterDomain: optional(anyText),
  nodeAddresses: list(anyText),
  egressCidrs: optional(list(anyText)),
  eastWest: optional(EAST_WEST),
  nodes: optional(integer(1, 5000)),
  podCidrs: list(anyText),
  serviceCidrs: list(anyText),
});

/** Placeholder for a cluster whose props have the wrong types. */
const NOTHING_KNOWN: ClusterProps = { kubernetesVersion: '', nodeAddresses: [], podCidrs: [], serviceCidrs: [] };

/** The valid part of a cluster's name and props, and the faults in their types. */
export interface ClusterReading {
  /** The props with the right types; others are treated as absent. */
  readonly sound: ClusterProps;
  readonly problems: readonly Diagnostic[];
  /** Whether a further problem is about an option that could be read. */
  judged(problem: Diagnostic): boolean;
}

export function readClusterProps(name: unknown, props: unknown): ClusterReading {
  const label = clusterLabel(name);
  const faults = CLUSTER_PROPS.faults('', props);
  const known = isMapping(props) ? props : {};
  const unread = new Set(faults.flatMap(({ path }) => path.match(/^\w+/) ?? Object.keys(NOTHING_KNOWN)));
  const readable = Object.entries(known).filter(([key, value]) => !unread.has(key) && value !== undefined);
  const absent = Object.keys(NOTHING_KNOWN).filter((key) => known[key] === undefined);
  const places = new Set([...unread, ...absent]);
  return {
    sound: { ...NOTHING_KNOWN, ...Object.fromEntries(readable) },
    problems: [...checkName(label, name), ...faults.map((fault) => toDiagnostic(label, fault))],
    judged: ({ path = '' }) => !places.has(path),
  };
}

function clusterLabel(name: unknown): string {
  return typeof name === 'string' ? `Cluster '${name}'` : 'Cluster';
}

const NAME = /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/;

function checkName(label: string, name: unknown): Diagnostic[] {
  if (typeof name === 'string' && NAME.test(name)) return [];
  return [
    {
      where: label,
      path: 'name',
      got: shown(name),
      expected:
        'up to 40 lower-case letters, digits and dashes that start with a letter and end with a letter or digit',
      fix: 'Rename the cluster; the name becomes a folder and the first part of NATS server names.',
    },
  ];
}

/** Faults in the definition of a cluster. `props` are those with the right types, `stated` the releases in them. */
export function checkCluster(cluster: ClusterFacts, props: ClusterProps, stated: ClusterReleases): Diagnostic[] {
  const where = `Cluster '${cluster.name}'`;
  const at = (path: string): Place => ({ where, path });
  const problems: Diagnostic[] = checkReleases(where, stated);
  if (!isDomain(cluster.clusterDomain)) {
    problems.push({
      ...at('clusterDomain'),
      got: `'${cluster.clusterDomain}'`,
      expected: 'a DNS name such as cluster.local',
      fix: 'Use the domain that the cluster was set up with.',
    });
  }
  if (cluster.nodeAddresses.length === 0) {
    problems.push({
      ...at('nodeAddresses'),
      got: 'an empty list',
      expected: 'at least one IP address or DNS name',
      fix: "List the addresses under which other clusters reach this cluster's nodes.",
    });
  }
  problems.push(...checkAddresses(cluster, at('nodeAddresses')));
  const named = props.nodeAddresses.some((address) => isHost(address) && !isAddress(address));
  if (props.egressCidrs === undefined && named) {
    problems.push({
      ...at('egressCidrs'),
      got: 'absent',
      expected: 'the CIDRs from which connections leave the cluster, since a node address is a DNS name',
      fix: 'Set egressCidrs: network policies admit peers by address.',
    });
  }
  for (const [field, cidrs] of Object.entries({
    egressCidrs: props.egressCidrs ?? [],
    podCidrs: cluster.podCidrs,
    serviceCidrs: cluster.serviceCidrs,
  })) {
    problems.push(...within(at(field), cidrFaults(cidrs)));
  }
  problems.push(...checkEastWest(at('eastWest'), cluster.eastWest, [...cluster.podCidrs, ...cluster.serviceCidrs]));
  for (const field of ['podCidrs', 'serviceCidrs'] as const) {
    if (cluster[field].length === 0) {
      problems.push({
        ...at(field),
        got: 'an empty list',
        expected: 'at least one CIDR',
        fix: `State the cluster's ${field === 'podCidrs' ? 'pod' : 'Service'} network; k3s uses ${field === 'podCidrs' ? '10.42.0.0/16' : '10.43.0.0/16'} by default.`,
      });
    }
  }
  for (const pods of cluster.podCidrs) {
    for (const services of cluster.serviceCidrs) {
      if (overlap(pods, services)) {
        problems.push({
          ...at('serviceCidrs'),
          got: `${services}, which overlaps the pod CIDR ${pods}`,
          expected: 'networks that do not overlap',
          fix: 'Correct one of the two.',
        });
      }
    }
  }
  return problems;
}

function checkAddresses(
  { nodeAddresses, clusterDomain, podCidrs, serviceCidrs }: ClusterFacts,
  place: Place,
): Diagnostic[] {
  return nodeAddresses.flatMap((address, index): Diagnostic[] => {
    if (!isHost(address)) {
      return [
        {
          ...place,
          got: `'${address}'`,
          expected: 'an IP address or a DNS name, without scheme and port',
          fix: 'Correct the address.',
        },
      ];
    }
    if (nodeAddresses.indexOf(address) !== index) {
      return [{ ...place, got: `'${address}' twice`, expected: 'each address once', fix: 'Remove the duplicate.' }];
    }
    const inside = [...podCidrs, ...serviceCidrs].find((cidr) => liesWithin(address, cidr));
    const reason =
      unreachable(address, clusterDomain) ?? (inside && `which lies in ${inside}, a network inside the cluster`);
    if (reason === undefined) return [];
    return [
      {
        ...place,
        got: `'${address}', ${reason}`,
        expected: "an address of the cluster's nodes that other clusters can reach",
        fix: 'Use the address that the nodes have outside the cluster.',
      },
    ];
  });
}
