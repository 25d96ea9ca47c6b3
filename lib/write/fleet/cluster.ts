import type { Diagnostic } from '../../diagnostic.js';
import { hostCidr, isAddress } from '../../formats/cidr.js';
import type { Shape } from '../../input/shape.js';
import { instance } from '../../input/values.js';
import { newestFitting } from '../../releases/misfit.js';
import { type ClusterReleases, EXPERIMENTAL } from '../../releases/project.js';
import { checkCluster, readClusterProps } from './check-cluster.js';
import type { ClusterFacts, ClusterProps } from './cluster-props.js';
import type { EastWest } from './east-west.js';
import type { IstioMesh, LinkerdMesh, Mesh } from './mesh.js';
import { PROJECT_OF_OPTION, statedReleases } from './project-releases.js';

/** A cluster of a fleet. Faults in its definition are kept and reported with all others when the fleet is synthesized. */
export class Cluster implements ClusterFacts {
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
  readonly problems: readonly Diagnostic[];
  readonly #stated: ClusterReleases;

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
    this.#stated = { ...this.#ownReleases, ...statedReleases(sound.releases) };
    this.problems = [...problems, ...checkCluster(this, sound, this.#stated).filter(judged)];
  }

  /** The mesh, if it is Linkerd. */
  get linkerd(): LinkerdMesh | undefined {
    return this.mesh?.kind === 'linkerd' ? this.mesh : undefined;
  }

  /** The mesh, if it is Istio. */
  get istio(): IstioMesh | undefined {
    return this.mesh?.kind === 'istio' ? this.mesh : undefined;
  }

  /** The releases that the props state. */
  get statedReleases(): ClusterReleases {
    return this.#stated;
  }

  /** What the cluster runs, by which its objects are judged: the stated releases, and the newest that go together with them. */
  get releases(): ClusterReleases {
    const stated = this.#stated;
    const defaults = Object.values(PROJECT_OF_OPTION).map((project) => [project, newestFitting(project, stated)]);
    return { ...Object.fromEntries(defaults), ...stated };
  }

  /** Kubernetes, the mesh and the Gateway API. */
  get #ownReleases(): ClusterReleases {
    const { linkerd, istio } = this;
    const { release, channel } = linkerd?.gatewayApi ?? {};
    return {
      kubernetes: this.kubernetesVersion,
      ...(linkerd === undefined ? {} : { linkerd: linkerd.version }),
      ...(istio === undefined ? {} : { istio: istio.version }),
      ...(release === undefined
        ? {}
        : { 'gateway-api': `${release}${channel === 'experimental' ? EXPERIMENTAL : ''}` }),
    };
  }

  /** Whether something is wrong with an option of the cluster, or with a part of it. */
  misstates(option: keyof ClusterProps): boolean {
    return this.problems.some(({ path = '' }) => path === option || path.startsWith(`${option}.`));
  }

  /** The node addresses that are IP addresses. */
  get nodeIps(): string[] {
    return this.nodeAddresses.filter(isAddress);
  }

  /** The node addresses that are DNS names. */
  get nodeNames(): string[] {
    return this.nodeAddresses.filter((address) => !isAddress(address));
  }

  /** CIDRs of the nodes' addresses; for a node with only a name, the cluster's egress CIDRs. */
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
