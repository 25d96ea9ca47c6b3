import { kinds, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { domainName, flag, label, text } from '../../input/values.js';

/** The service mesh of a cluster. The mesh's own constructs install it; this is what others must know of it. */
export type Mesh = LinkerdMesh | IstioMesh;

/** Linkerd, by the release line of its control plane. */
export interface LinkerdMesh {
  /** Tells Linkerd from other meshes. */
  readonly kind: 'linkerd';
  /** Release line: 2.19 is edge-25.10.7, 2.20 is edge-26.6.3. @see https://linkerd.io/releases/ */
  readonly version: '2.19' | '2.20';
  /** Who installs the control plane: a component of the fleet, or others, such as a platform team. @default fleet @see https://linkerd.io/2-edge/tasks/install/ */
  readonly controlPlane?: 'fleet' | 'others';
  /**
   * Whether the CNI plugin sets up the redirection, so that meshed pods need no privileged init container and their
   * namespaces can enforce the restricted pod-security profile.
   * @default false
   * @see https://linkerd.io/2-edge/features/cni/
   */
  readonly cni?: boolean;
  /**
   * The Gateway API that is installed in the cluster before the mesh: several programs share its definitions, so this
   * fleet does not install them. Gateways, weighted versions and external hosts need it.
   * @default - it is not known to be there
   * @see https://linkerd.io/2-edge/features/gateway-api/
   */
  readonly gatewayApi?: GatewayApi;
}

/** The definitions of the Gateway API that the operators of the cluster have installed. @see https://gateway-api.sigs.k8s.io/concepts/versioning/ */
export interface GatewayApi {
  /** Release, such as 1.2.1. Linkerd 2.19 supports 1.1.1 to 1.2.1, Linkerd 2.20 supports 1.1.1 to 1.5.1. @see https://linkerd.io/2-edge/features/gateway-api/ */
  readonly release: string;
  /** Release channel: TCPRoute and TLSRoute, which Linkerd needs for external hosts, are in the experimental channel. @default standard @see https://gateway-api.sigs.k8s.io/concepts/versioning/#release-channels */
  readonly channel?: 'standard' | 'experimental';
}

/** Istio with sidecars, by the release line of its control plane. */
export interface IstioMesh {
  /** Tells Istio from other meshes. */
  readonly kind: 'istio';
  /** Release line; the control plane's construct knows its patch release. @see https://istio.io/latest/docs/releases/supported-releases/ */
  readonly version: '1.30' | '1.31' | '1.32';
  /** Who installs the control plane: a component of the fleet, or others, such as a platform team. @default fleet @see https://istio.io/latest/docs/setup/install/ */
  readonly controlPlane?: 'fleet' | 'others';
  /** The tag in the label `istio.io/rev` of namespaces; it stays while revisions of the control plane change. @default prod @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels */
  readonly revisionTag?: string;
  /**
   * Whether the CNI plugin sets up the redirection, so that meshed pods need no privileged init container and their
   * namespaces can enforce the restricted pod-security profile.
   * @default false
   * @see https://istio.io/latest/docs/setup/additional-setup/cni/
   */
  readonly cni?: boolean;
  /** Domain of the identities that istiod issues, the same in all clusters of a fleet. @default cluster.local @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-trust_domain */
  readonly trustDomain?: string;
  /** Name of the mesh that several clusters form. @default - the cluster is a separate mesh @see https://istio.io/latest/docs/setup/install/multicluster/ */
  readonly meshId?: string;
  /** Network of the cluster's pods; clusters of one network reach each other's pods directly. @default - one network @see https://istio.io/latest/docs/ops/deployment/deployment-models/#network-models */
  readonly network?: string;
}

/** The default domain of identities, in Linkerd and in Istio. */
export const DEFAULT_TRUST_DOMAIN = 'cluster.local';

/** The default tag of namespaces. */
export const DEFAULT_REVISION_TAG = 'prod';

const CONTROL_PLANE = optional(oneOf('fleet', 'others'));

/** What is accepted as a release of the Gateway API. */
export const GATEWAY_API_RELEASE: Shape<string> = text("a release such as '1.2.1'", /^\d+\.\d+\.\d+$/);

const GATEWAY_API: Shape<GatewayApi> = options<GatewayApi>({
  release: GATEWAY_API_RELEASE,
  channel: optional(oneOf('standard', 'experimental')),
});

/** What is accepted as a mesh. */
export const MESH: Shape<Mesh> = kinds<Mesh>({
  linkerd: {
    version: oneOf('2.19', '2.20'),
    controlPlane: CONTROL_PLANE,
    cni: optional(flag),
    gatewayApi: optional(GATEWAY_API),
  },
  istio: {
    version: oneOf('1.30', '1.31', '1.32'),
    controlPlane: CONTROL_PLANE,
    revisionTag: optional(label),
    cni: optional(flag),
    trustDomain: optional(domainName),
    meshId: optional(label),
    network: optional(label),
  },
});
