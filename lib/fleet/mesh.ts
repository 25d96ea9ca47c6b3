import { kinds, oneOf, optional, type Shape } from '../props/shape.js';
import { flag } from '../props/values.js';

/**
 * The service mesh of a cluster. What runs in it is set up by the mesh's own constructs; here stands what others must know.
 */
export type Mesh = LinkerdMesh;

/** Linkerd, by the release line of its control plane. */
export interface LinkerdMesh {
  /** Tells Linkerd from other meshes. */
  readonly kind: 'linkerd';
  /** Release line: 2.19 is edge-25.10.7, 2.20 is edge-26.6.3. @see https://linkerd.io/releases/ */
  readonly version: '2.19' | '2.20';
  /**
   * Whether the CNI plugin sets up the redirection, so that meshed pods need no privileged init container and their
   * namespaces can be held to the restricted pod-security profile.
   * @default false @see https://linkerd.io/2-edge/features/cni/
   */
  readonly cni?: boolean;
}

/** Kubernetes minor versions, first and last, with which a mesh release works; native sidecars need 1.29. @see https://linkerd.io/2-edge/reference/k8s-versions/ */
export const MESH_KUBERNETES: {
  readonly [Kind in Mesh['kind']]: {
    readonly [Version in Mesh['version']]: readonly [first: number, last: number];
  };
} = {
  linkerd: { '2.19': [29, 34], '2.20': [31, 35] },
};

/** What is accepted as a mesh. */
export const MESH: Shape<Mesh> = kinds<Mesh>({ linkerd: { version: oneOf('2.19', '2.20'), cni: optional(flag) } });

/** First and last minor version of Kubernetes 1.x for which manifests are written. */
export const KUBERNETES_MINORS = [28, 35] as const;
