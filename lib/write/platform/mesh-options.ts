import { either, list, optional, options, type Shape } from '../../input/shape.js';
import { anyObject, anyText, flag, off } from '../../input/values.js';
import type { IstioControlPlaneProps } from '../istio/control-plane/control-plane-props.js';
import type { LinkerdControlPlaneProps } from '../linkerd/control-plane/props.js';
import type { TrustHierarchyProps } from '../trust/trust-hierarchy.js';

/** The parts that `addMesh` makes, and their changes. @see https://linkerd.io/2-edge/reference/architecture/ */
export interface MeshOptions {
  /** Certificates of the mesh and of NATS servers; `false` if they come from elsewhere. @default - below the fleet's roots @see https://cert-manager.io/docs/trust/trust-manager/ */
  readonly trust?: TrustOptions | false;
  /**
   * The control plane of the cluster's mesh; `false` if another component installs it. @default - one as secure as the
   * mesh allows, unless `mesh.controlPlane` says that it is installed elsewhere
   */
  readonly controlPlane?: LinkerdControlPlaneOptions | IstioControlPlaneOptions | false;
  /** Whether Prometheus scrapes control plane and proxies. @default - true if the fleet has a Prometheus @see https://prometheus-operator.dev/docs/api-reference/api/ */
  readonly monitors?: boolean;
  /**
   * Alerts on the mesh and its certificates; `false` for none. @default - all alerts, if the fleet has a Prometheus
   * @see https://prometheus.io/docs/alerting/latest/overview/
   */
  readonly alerts?: MeshAlertOptions | false;
  /** Whether there are Grafana dashboards of the mesh and its certificates. @default - true if the fleet has a Prometheus @see https://grafana.com/docs/grafana/latest/dashboards/ */
  readonly dashboards?: boolean;
}

/** Changes of a cluster's certificates. @see https://cert-manager.io/docs/trust/ */
export type TrustOptions = Partial<Omit<TrustHierarchyProps, 'cluster'>>;

/** Changes of Linkerd's control plane; its roots are the fleet's. @see https://linkerd.io/2-edge/reference/architecture/ */
export type LinkerdControlPlaneOptions = Omit<LinkerdControlPlaneProps, 'cluster' | 'roots'>;

/** Changes of Istio's control plane; its roots are the fleet's. @see https://istio.io/latest/docs/ops/deployment/architecture/ */
export type IstioControlPlaneOptions = Omit<IstioControlPlaneProps, 'cluster' | 'roots'>;

/** Changes of a mesh's alerts. @see https://prometheus.io/docs/alerting/latest/overview/ */
export interface MeshAlertOptions {
  /**
   * AuthorizationPolicies of Linkerd, or workloads of Istio as `namespace/name`, that intentionally admit peers without
   * a mesh identity, besides gateways and leafnode listeners.
   * @default - none
   * @see https://linkerd.io/2-edge/reference/authorization-policy/
   */
  readonly unauthenticated?: readonly string[];
}

/** What is accepted as the options of `addMesh`; trust and control plane check their own. */
export const MESH_OPTIONS: Shape<MeshOptions> = options<MeshOptions>({
  trust: optional(either(off, anyObject<TrustOptions>())),
  controlPlane: optional(either(off, anyObject<LinkerdControlPlaneOptions | IstioControlPlaneOptions>())),
  monitors: optional(flag),
  alerts: optional(either(off, options<MeshAlertOptions>({ unauthenticated: optional(list(anyText)) }))),
  dashboards: optional(flag),
});
