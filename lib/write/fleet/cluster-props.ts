import type { EastWest } from './east-west.js';
import type { Mesh } from './mesh.js';
import type { ProjectReleases } from './project-releases.js';

/** What the peers and the components of a Kubernetes cluster must know of it. */
export interface ClusterProps {
  /** Minor version of Kubernetes, `1.29` to `1.37`; the mesh and other projects support only some of them. @see https://kubernetes.io/releases/ */
  readonly kubernetesVersion: string;
  /** The service mesh, if there is one. @default - none @see https://linkerd.io/2-edge/overview/ */
  readonly mesh?: Mesh;
  /** Releases of the other projects that the cluster has. @default - the newest known ones that go together @see https://cert-manager.io/docs/releases/ */
  readonly releases?: ProjectReleases;
  /** DNS domain of the cluster's Services. @default cluster.local @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
  readonly clusterDomain?: string;
  /**
   * IP addresses or DNS names under which other clusters reach this cluster's nodes, at least one: leaves dial them,
   * and connections come from them.
   * @see https://kubernetes.io/docs/concepts/architecture/nodes/#addresses
   */
  readonly nodeAddresses: readonly string[];
  /**
   * CIDRs from which this cluster's outgoing connections reach other clusters, if they differ from the node addresses,
   * for example behind NAT. Required if a node address is a DNS name.
   * @default - the node addresses
   * @see https://kubernetes.io/docs/tutorials/services/source-ip/
   */
  readonly egressCidrs?: readonly string[];
  /**
   * How other clusters of the mesh reach this cluster's east-west gateway; required for a federation.
   * @default - they do not
   * @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
   */
  readonly eastWest?: EastWest;
  /** Number of nodes that pods can run on; required to run pods on different nodes. @default - unknown @see https://kubernetes.io/docs/concepts/architecture/nodes/ */
  readonly nodes?: number;
  /** CIDRs of the pods. @see https://kubernetes.io/docs/concepts/cluster-administration/networking/ */
  readonly podCidrs: readonly string[];
  /** CIDRs of the Services. @see https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/ */
  readonly serviceCidrs: readonly string[];
}

/** The props of a cluster, with defaults filled in. */
export interface ClusterFacts {
  /** DNS label that starts with a letter; folder name in the output and first part of server names. */
  readonly name: string;
  readonly kubernetesVersion: string;
  readonly mesh: Mesh | undefined;
  readonly clusterDomain: string;
  readonly nodeAddresses: readonly string[];
  /** CIDRs from which this cluster's connections reach its peers. */
  readonly egressCidrs: readonly string[];
  /** How other clusters of the mesh reach this cluster's east-west gateway. */
  readonly eastWest: EastWest | undefined;
  readonly nodes: number | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
}
