import { list, optional, options, type Shape } from '../../../input/shape.js';
import { anyText, integer, label, text } from '../../../input/values.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { RESOURCES, type Resources } from '../../workload/resources.js';
import { MESH_CONFIG_CHANGES, type MeshConfigChanges } from '../mesh-config.js';

/** Servers from which istiod fetches the public keys of token issuers. @see https://istio.io/latest/docs/reference/config/security/jwt/ */
export interface KeyServers {
  /** Network of the servers. */
  readonly cidr: string;
  /** Port of the servers, 1 to 65535. @default 443 */
  readonly port?: number;
}

/** Number of istiod pods. @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/ */
export interface IstiodReplicas {
  /** Minimum replicas; 2 or more allow node drains. */
  readonly min: number;
  /** Maximum replicas under load, at least `min`. */
  readonly max: number;
}

/** The control plane of one cluster. @see https://istio.io/latest/docs/ops/deployment/architecture/ */
export interface IstioControlPlaneProps {
  /** The cluster; its mesh states release line, revision tag, trust domain and network, and whether the CNI plugin is used. */
  readonly cluster: Cluster;
  /** Patch release of the mesh's release line, without `v`. The Sail operator must list it. @default - 1.30.4, 1.31.1, 1.32.0 @see https://istio.io/latest/news/releases/ */
  readonly release?: string;
  /**
   * Release that the tag refers to while another one is tried. The new release runs beside it, only for namespaces that
   * request its revision by name, such as `default-v1-31-1`; without this option all others move to it when their pods
   * are restarted.
   * @default - the release of this control plane
   * @see https://istio.io/latest/docs/setup/upgrade/canary/
   */
  readonly taggedRelease?: string;
  /**
   * Public root certificates of the fleet in PEM, the same that `TrustHierarchy` gets. Two during a rotation: every proxy then trusts both
   * before the new one signs.
   * @default - none: for a self-signed root that is not known at synthesis
   */
  readonly roots?: readonly string[];
  /** Overrides of the mesh's configuration. @default - Istio's configuration, made safer: `HARDENED_MESH_CONFIG` */
  readonly meshConfig?: MeshConfigChanges;
  /** Number of istiod pods. @default 2 to 5 */
  readonly replicas?: IstiodReplicas;
  /** Requests and limits of each istiod pod. @default cpu 500m to 2, memory 2Gi to 4Gi */
  readonly istiodResources?: Resources;
  /** Requests and limits of each proxy, unless annotations of the pod override them. @default cpu 100m to 2, memory 128Mi to 1Gi */
  readonly proxyResources?: Resources;
  /** Requests and limits of the CNI plugin's pod on each node. @default cpu 100m to 500m, memory 100Mi to 256Mi */
  readonly cniResources?: Resources;
  /** Servers from which istiod may fetch keys. @default - none: only keys within policies are used */
  readonly keyServers?: readonly KeyServers[];
  /** Namespaces whose pods may read istiod's metrics. @default - none */
  readonly scrapers?: readonly string[];
  /** Ports of the API server for pods, 1 to 65535. @default 443 and 6443 */
  readonly apiServerPorts?: readonly number[];
}

const port = integer(1, 65_535);
const release = text('a release without v, such as 1.31.1', /^[1-9]\d*\.\d+\.\d+$/);

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
