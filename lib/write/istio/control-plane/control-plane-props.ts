import { list, optional, options, type Shape } from '../../../input/shape.js';
import { anyText, integer, label, text } from '../../../input/values.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { RESOURCES, type Resources } from '../../workload/resources.js';
import { MESH_CONFIG_CHANGES, type MeshConfigChanges } from '../mesh-config.js';

/** Servers from which istiod fetches the keys that sign users' tokens. @see https://istio.io/latest/docs/reference/config/security/jwt/ */
export interface KeyServers {
  /** Network of the servers. */
  readonly cidr: string;
  /** Port on which they answer. @default 443 */
  readonly port?: number;
}

/** How many pods of istiod run. @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/ */
export interface IstiodReplicas {
  /** As many at least; two let nodes be drained. */
  readonly min: number;
  /** As many at most, under load. */
  readonly max: number;
}

/** The control plane of one cluster. @see https://istio.io/latest/docs/ops/deployment/architecture/ */
export interface IstioControlPlaneProps {
  /** The cluster; its mesh states release line, revision tag, trust domain and network, and whether the CNI plugin is used. */
  readonly cluster: Cluster;
  /** Patch release of the mesh's line, without `v`. @default - the one that was compared: 1.30.3, 1.31.0 @see https://istio.io/latest/news/releases/ */
  readonly release?: string;
  /**
   * Release that the tag stays at while another is tried. The new release then runs beside it, for those namespaces alone that ask for
   * its revision by name, such as `default-v1-31-0`; dropping this moves all others when their pods are restarted.
   * @default - the release of this control plane @see https://istio.io/latest/docs/setup/upgrade/canary/
   */
  readonly taggedRelease?: string;
  /**
   * Public root certificates in PEM from which all identities of the fleet descend, those that `TrustHierarchy` is given. Two while
   * rotating: every proxy then trusts both, before either signs.
   * @default - none, as with a self-signed root that is not known beforehand
   */
  readonly roots?: readonly string[];
  /** What the mesh is to be told otherwise. @default - Istio's own configuration, made safer: `HARDENED_MESH_CONFIG` */
  readonly meshConfig?: MeshConfigChanges;
  /** Pods of istiod. @default 2 to 5 */
  readonly replicas?: IstiodReplicas;
  /** What each pod of istiod asks for and may take. @default cpu 500m to 2, memory 2Gi to 4Gi */
  readonly istiodResources?: Resources;
  /** What each proxy asks for and may take; a pod's own annotations win. @default cpu 100m to 2, memory 128Mi to 1Gi */
  readonly proxyResources?: Resources;
  /** What the CNI plugin's pod on each node asks for and may take. @default cpu 100m to 500m, memory 100Mi to 256Mi */
  readonly cniResources?: Resources;
  /** Where istiod may fetch keys from. @default - nowhere: tokens are judged by keys that the policy itself holds */
  readonly keyServers?: readonly KeyServers[];
  /** Namespaces whose pods may read istiod's metrics. @default - none */
  readonly scrapers?: readonly string[];
  /** Ports of the API server, as it is reached from pods. @default 443 and 6443 */
  readonly apiServerPorts?: readonly number[];
}

const port = integer(1, 65_535);
const release = text('a release without v, such as 1.31.0', /^[1-9]\d*\.\d+\.\d+$/);

/** What is accepted as a control plane. */
export const CONTROL_PLANE_PROPS: Shape<IstioControlPlaneProps> = options<IstioControlPlaneProps>({
  cluster: CLUSTER,
  release: optional(release),
  taggedRelease: optional(release),
  roots: optional(list(anyText)),
  meshConfig: optional(MESH_CONFIG_CHANGES),
  replicas: optional(options<IstiodReplicas>({ min: integer(1, 100), max: integer(1, 100) })),
  istiodResources: optional(RESOURCES),
  proxyResources: optional(RESOURCES),
  cniResources: optional(RESOURCES),
  keyServers: optional(list(options<KeyServers>({ cidr: anyText, port: optional(port) }))),
  scrapers: optional(list(label)),
  apiServerPorts: optional(list(port, 1)),
});
