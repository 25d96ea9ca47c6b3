import { Construct } from 'constructs';
import type { Cluster } from '../fleet/cluster.js';
import type { ComponentCluster } from '../fleet/components.js';
import type { Mesh } from '../fleet/mesh.js';
import { ROOT_NAMESPACE } from '../istio/mesh-config.js';
import { CONTROL_PLANE_NAMESPACE } from '../linkerd/ports.js';
import type { AlertGroup } from './alert.js';
import { AlertRules } from './alert-rules.js';
import { certificateAlerts } from './alerts/certificates.js';
import { istioAlerts } from './alerts/istio.js';
import { linkerdAlerts } from './alerts/linkerd.js';
import { Dashboards } from './dashboards/dashboards.js';
import { meshDashboards } from './dashboards/mesh.js';
import { trustDashboard } from './dashboards/trust.js';
import { IstioMonitors } from './monitors/istio.js';
import type { Prometheus } from './prometheus.js';

/** The parts of a mesh's observability to create. */
export interface MeshObservabilityParts {
  /** Monitors of Istio; Linkerd's monitors belong to its control plane. */
  readonly monitors: boolean;
  readonly alerts: boolean;
  readonly dashboards: boolean;
}

export interface MeshObservabilityProps extends MeshObservabilityParts {
  readonly mesh: Mesh;
  readonly prometheus: Prometheus;
  /**
   * AuthorizationPolicies of Linkerd, or workloads of Istio as `namespace/name`, that intentionally admit peers without
   * an identity.
   */
  readonly unauthenticated: readonly string[];
}

/** Monitors of a mesh, and alerts and dashboards of the mesh and its certificates. */
export class MeshObservability extends Construct {
  constructor(scope: Construct, id: string, props: MeshObservabilityProps) {
    super(scope, id);
    const { mesh, prometheus } = props;
    const namespace = mesh.kind === 'istio' ? ROOT_NAMESPACE : CONTROL_PLANE_NAMESPACE;
    if (mesh.kind === 'istio' && props.monitors) new IstioMonitors(this, 'monitors', { namespace, prometheus });
    if (props.alerts) {
      const groups = [...meshAlerts(namespace, props), ...certificateAlerts()];
      new AlertRules(this, 'alerts', { namespace, name: 'mesh', groups, prometheus });
    }
    if (props.dashboards) {
      const dashboards = [...meshDashboards(mesh.kind), trustDashboard(mesh.kind)];
      new Dashboards(this, 'dashboards', { namespace, dashboards });
    }
  }
}

function meshAlerts(namespace: string, { mesh, unauthenticated }: MeshObservabilityProps): readonly AlertGroup[] {
  return mesh.kind === 'istio'
    ? istioAlerts({ namespace, plaintext: unauthenticated })
    : linkerdAlerts({ namespace, unauthenticated });
}

/** The component that monitors the mesh of a cluster. */
const COMPONENT = 'mesh-observability';

/** Policies and workloads of a cluster that intentionally admit peers without an identity. */
const withoutIdentity = new WeakMap<Cluster, readonly string[]>();

/** Names policies, or workloads, that intentionally admit peers without an identity: they raise no alert. */
export function exemptFromIdentity(cluster: Cluster, names: readonly string[]): void {
  withoutIdentity.set(cluster, [...(withoutIdentity.get(cluster) ?? []), ...names]);
}

/** Adds the component that monitors a cluster's mesh, once. */
export function addMeshObservability(
  cluster: ComponentCluster,
  prometheus: Prometheus,
  parts: MeshObservabilityParts = { monitors: true, alerts: true, dashboards: true },
): void {
  const { mesh } = cluster;
  if (mesh === undefined || cluster.components.has(COMPONENT)) return;
  cluster.add(COMPONENT, (chart) => {
    // The builder runs once everything has been added to the cluster.
    const unauthenticated = [...new Set(withoutIdentity.get(cluster) ?? [])].sort();
    new MeshObservability(chart, 'mesh', { mesh, prometheus, unauthenticated, ...parts });
  });
}
