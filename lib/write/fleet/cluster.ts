import type { Diagnostic } from '../../diagnostic.js';
import { hostCidr, isAddress } from '../../formats/cidr.js';
import type { Shape } from '../../input/shape.js';
import { instance } from '../../input/values.js';
import { checkCluster, readClusterProps } from './check-cluster.js';
import type { EastWest } from './east-west.js';
import type { IstioMesh, LinkerdMesh, Mesh } from './mesh.js';

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
  /** How other clusters of the mesh reach this cluster's gateway for them; what belongs to a federation needs it. @default - they do not @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ */
  readonly eastWest?: EastWest;
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
  /** How other clusters of the mesh reach this cluster's gateway for them. */
  readonly eastWest: EastWest | undefined;
  readonly nodes: number | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly problems: readonly Diagnostic[];

  constructor(name: string, props: ClusterProps) {
    this.name = typeof name === 'string' ? name : '';
    const { sound, problems, judged } = readClusterProps(name, props);
    this.kubernetesVersion = sound.kubernetesVersion;
    this.mesh = sound.mesh;
    this.clusterDomain = sound.clusterDomain ?? 'cluster.local';
    this.nodeAddresses = sound.nodeAddresses;
    this.egressCidrs = sound.egressCidrs ?? this.nodeIps.map(hostCidr);
    this.eastWest = sound.eastWest;
    this.nodes = sound.nodes;
    this.podCidrs = sound.podCidrs;
    this.serviceCidrs = sound.serviceCidrs;
    this.problems = [...problems, ...checkCluster(this, sound).filter(judged)];
  }

  /** The mesh, where it is Linkerd. */
  get linkerd(): LinkerdMesh | undefined {
    return this.mesh?.kind === 'linkerd' ? this.mesh : undefined;
  }

  /** The mesh, where it is Istio. */
  get istio(): IstioMesh | undefined {
    return this.mesh?.kind === 'istio' ? this.mesh : undefined;
  }

  /** Those of the node addresses that are IP addresses. */
  get nodeIps(): string[] {
    return this.nodeAddresses.filter(isAddress);
  }

  /** Those of the node addresses that are DNS names. */
  get nodeNames(): string[] {
    return this.nodeAddresses.filter((address) => !isAddress(address));
  }

  /** CIDRs of the nodes as others dial them; for a node that has only a name, the cluster's egress CIDRs. */
  get nodeCidrs(): string[] {
    const named = this.nodeNames.length > 0 ? this.egressCidrs : [];
    return [...new Set([...this.nodeIps.map(hostCidr), ...named])];
  }

  /** Full DNS name of a Service in this cluster. */
  serviceName(service: string, namespace: string): string {
    return `${service}.${namespace}.svc.${this.clusterDomain}`;
  }
}

/** What is accepted as a cluster. */
export const CLUSTER: Shape<Cluster> = instance(Cluster, 'a cluster: what addCluster returned, or a new Cluster');
