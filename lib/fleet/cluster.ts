import ipaddr from 'ipaddr.js';
import type { Problem } from '../problem.js';
import { KUBERNETES_MINORS, MESH_KUBERNETES, type Mesh } from './mesh.js';

/** One Kubernetes cluster, as its peers and its own components must know it. */
export interface ClusterProps {
  /** Minor version of Kubernetes, `1.28` to `1.35`; a mesh may narrow it. @see https://kubernetes.io/releases/ */
  readonly kubernetesVersion: string;
  /** The service mesh, if there is one. @default - none @see https://linkerd.io/2-edge/overview/ */
  readonly mesh?: Mesh;
  /** DNS domain of the cluster's Services. @default cluster.local @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
  readonly clusterDomain?: string;
  /**
   * IP addresses or DNS names under which other clusters reach this cluster's nodes, at least one: what a leaf dials, and
   * where its connections come from. @see https://kubernetes.io/docs/concepts/architecture/nodes/#addresses
   */
  readonly nodeAddresses: readonly string[];
  /**
   * CIDRs from which this cluster's outgoing connections reach other clusters, where that differs from the node addresses,
   * as behind NAT. Needed where a node address is a DNS name.
   * @default - the node addresses @see https://kubernetes.io/docs/tutorials/services/source-ip/
   */
  readonly egressCidrs?: readonly string[];
  /** Number of nodes that pods can run on; what keeps pods on different nodes apart needs to know it. @default - unknown @see https://kubernetes.io/docs/concepts/architecture/nodes/ */
  readonly nodes?: number;
  /** CIDRs of the pods. @see https://kubernetes.io/docs/concepts/cluster-administration/networking/ */
  readonly podCidrs: readonly string[];
  /** CIDRs of the Services. @see https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/ */
  readonly serviceCidrs: readonly string[];
}

/** A cluster of a fleet. Faults in its definition are kept and reported with all others when the fleet is synthesized. */
export class Cluster {
  /** DNS label that starts with a letter; folder name in the output and first part of server names. */
  readonly name: string;
  readonly kubernetesVersion: string;
  readonly mesh: Mesh | undefined;
  readonly clusterDomain: string;
  readonly nodeAddresses: readonly string[];
  /** CIDRs from which this cluster's connections reach its peers. */
  readonly egressCidrs: readonly string[];
  readonly nodes: number | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly problems: readonly Problem[];

  constructor(name: string, props: ClusterProps) {
    this.name = name;
    this.kubernetesVersion = props.kubernetesVersion;
    this.mesh = props.mesh;
    this.clusterDomain = props.clusterDomain ?? 'cluster.local';
    this.nodeAddresses = props.nodeAddresses;
    this.egressCidrs = props.egressCidrs ?? this.nodeIps.map(hostCidr);
    this.nodes = props.nodes;
    this.podCidrs = props.podCidrs;
    this.serviceCidrs = props.serviceCidrs;
    this.problems = checkCluster(this, props);
  }

  /** Those of the node addresses that are IP addresses. */
  get nodeIps(): string[] {
    return this.nodeAddresses.filter((address) => ipaddr.isValid(address));
  }

  /** Those of the node addresses that are DNS names. */
  get nodeNames(): string[] {
    return this.nodeAddresses.filter((address) => !ipaddr.isValid(address));
  }

  /** CIDRs of the nodes as others dial them; where a node has a name alone, the cluster's egress stands for it. */
  get nodeCidrs(): string[] {
    const named = this.nodeNames.length > 0 ? this.egressCidrs : [];
    return [...new Set([...this.nodeIps.map(hostCidr), ...named])];
  }

  /** Full DNS name of a Service in this cluster. */
  serviceName(service: string, namespace: string): string {
    return `${service}.${namespace}.svc.${this.clusterDomain}`;
  }
}

function hostCidr(address: string): string {
  return `${address}/${ipaddr.parse(address).kind() === 'ipv6' ? 128 : 32}`;
}

const NAME = /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/;
const DNS_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function checkCluster(cluster: Cluster, props: ClusterProps): Problem[] {
  const at = (field: string) => `Cluster '${cluster.name}': ${field}`;
  const problems: Problem[] = [];
  if (!NAME.test(cluster.name)) {
    problems.push({
      where: at('name'),
      got: `'${cluster.name}'`,
      expected:
        'up to 40 lower-case letters, digits and dashes that start with a letter and end with a letter or digit',
      fix: 'Rename the cluster; the name becomes a folder and the first part of NATS server names.',
    });
  }
  problems.push(...checkVersion(cluster, at('kubernetesVersion')));
  if (!DNS_NAME.test(cluster.clusterDomain)) {
    problems.push({
      where: at('clusterDomain'),
      got: `'${cluster.clusterDomain}'`,
      expected: 'a DNS name such as cluster.local',
      fix: 'Give the domain that the cluster was set up with.',
    });
  }
  if (cluster.nodeAddresses.length === 0) {
    problems.push({
      where: at('nodeAddresses'),
      got: 'an empty list',
      expected: 'at least one IP address or DNS name',
      fix: "List the addresses under which other clusters reach this cluster's nodes.",
    });
  }
  for (const address of cluster.nodeAddresses) {
    if (
      ipaddr.isValid(address)
        ? ipaddr.IPv4.isIPv4(address) && !ipaddr.IPv4.isValidFourPartDecimal(address)
        : !isDnsName(address)
    ) {
      problems.push({
        where: at('nodeAddresses'),
        got: `'${address}'`,
        expected: 'an IP address or a DNS name, without scheme and port',
        fix: 'Correct the address.',
      });
    }
  }
  if (props.egressCidrs === undefined && props.nodeAddresses.some((address) => !ipaddr.isValid(address))) {
    problems.push({
      where: at('egressCidrs'),
      got: 'absent',
      expected: 'the CIDRs from which connections leave the cluster, since a node address is a DNS name',
      fix: 'State egressCidrs: network policies admit peers by address.',
    });
  }
  for (const [field, cidrs] of Object.entries({
    egressCidrs: props.egressCidrs ?? [],
    podCidrs: cluster.podCidrs,
    serviceCidrs: cluster.serviceCidrs,
  })) {
    problems.push(...checkCidrs(at(field), cidrs));
  }
  for (const field of ['podCidrs', 'serviceCidrs'] as const) {
    if (cluster[field].length === 0) {
      problems.push({
        where: at(field),
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
          where: at('serviceCidrs'),
          got: `${services}, which overlaps the pod CIDR ${pods}`,
          expected: 'networks that are apart',
          fix: 'Correct one of the two.',
        });
      }
    }
  }
  return problems;
}

function isDnsName(text: string): boolean {
  // A name of digits and dots alone is a mistyped address.
  return DNS_NAME.test(text) && !/^[0-9.]+$/.test(text);
}

function checkVersion(cluster: Cluster, where: string): Problem[] {
  const [first, last] = KUBERNETES_MINORS;
  const minor = /^1\.(\d{2})$/.exec(cluster.kubernetesVersion)?.[1];
  if (minor === undefined || Number(minor) < first || Number(minor) > last) {
    return [
      {
        where,
        got: `'${cluster.kubernetesVersion}'`,
        expected: `a minor version from 1.${first} to 1.${last}`,
        fix: `Give major and minor version alone, such as '1.33'.`,
      },
    ];
  }
  if (cluster.mesh === undefined) return [];
  const { kind, version } = cluster.mesh;
  const range = MESH_KUBERNETES[kind][version];
  if (range === undefined) {
    return [
      {
        where: where.replace('kubernetesVersion', 'mesh'),
        got: `${kind} ${version}`,
        expected: `one of ${Object.keys(MESH_KUBERNETES[kind]).join(', ')}`,
        fix: 'Give a supported release line.',
      },
    ];
  }
  if (Number(minor) >= range[0] && Number(minor) <= range[1]) return [];
  return [
    {
      where,
      got: `${cluster.kubernetesVersion} with ${kind} ${version}`,
      expected: `1.${range[0]} to 1.${range[1]}`,
      fix: 'Upgrade the cluster, or choose a release line of the mesh that supports it.',
    },
  ];
}

function checkCidrs(where: string, cidrs: readonly string[]): Problem[] {
  return cidrs.flatMap((cidr): Problem[] => {
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

function overlap(a: string, b: string): boolean {
  if (!ipaddr.isValidCIDR(a) || !ipaddr.isValidCIDR(b)) return false;
  const [addressA, lengthA] = ipaddr.parseCIDR(a);
  const [addressB, lengthB] = ipaddr.parseCIDR(b);
  if (addressA.kind() !== addressB.kind()) return false;
  return addressA.match(addressB, Math.min(lengthA, lengthB));
}
