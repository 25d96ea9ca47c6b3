import { type Diagnostic, InvalidInput } from '../../diagnostic.js';
import { checkProps } from '../../input/shape.js';
import type { ComponentCluster } from '../fleet/components.js';
import { addMeshObservability, exemptFromIdentity } from '../observability/mesh-observability.js';
import { TrustHierarchy } from '../trust/trust-hierarchy.js';
import type { TrustRoot } from '../trust/trust-root.js';
import { addIstio, addLinkerd } from './control-plane.js';
import type { FleetDefaults } from './fleet-options.js';
import { MESH_OPTIONS, type MeshOptions } from './mesh-options.js';
import type { Messaging } from './messaging/messaging.js';
import { tracingOf } from './tracing.js';

const tracedMeshes = new WeakSet<ComponentCluster>();

/** Whether proxies of the cluster send their spans where its fleet says, since `addMesh` made the control plane that tells them. */
export function meshTraces(cluster: ComponentCluster): boolean {
  return tracedMeshes.has(cluster);
}

/**
 * Adds the components of a cluster's mesh. Options that make no sense are reported by one component when the fleet is
 * synthesized.
 */
export function addMesh(
  cluster: ComponentCluster,
  defaults: FleetDefaults,
  messaging: Messaging,
  options: MeshOptions,
): void {
  const { mesh } = cluster;
  const problems = defaults.problems.length > 0 ? defaults.problems : checkMeshOptions(cluster, defaults, options);
  if (problems.length > 0 || mesh === undefined) {
    cluster.add(mesh?.kind ?? 'mesh', () => {
      throw new InvalidInput(problems);
    });
    return;
  }
  const { trust = {}, controlPlane = mesh.controlPlane === 'others' ? false : {}, alerts = {} } = options;
  const { monitors = true, dashboards = true } = options;
  const { prometheus } = defaults;
  const root = rootOf(defaults, options);
  if (trust !== false && root !== undefined) {
    cluster.add('trust', (chart) => {
      new TrustHierarchy(chart, 'trust', { ...messaging.trust, ...trust, root, cluster });
    });
  }
  if (controlPlane !== false) {
    if (defaults.tracing !== undefined) tracedMeshes.add(cluster);
    const roots = root?.kind === 'self-signed' ? undefined : root?.certificates;
    const inputs = {
      cluster,
      roots,
      scraper: monitors ? prometheus : undefined,
      tracing: defaults.tracing && tracingOf(cluster, defaults.tracing),
      stated: controlPlane,
    };
    cluster.add(mesh.kind, (chart) => (mesh.kind === 'linkerd' ? addLinkerd(chart, inputs) : addIstio(chart, inputs)));
  }
  if (prometheus === undefined) return;
  if (alerts !== false) exemptFromIdentity(cluster, alerts.unauthenticated ?? []);
  addMeshObservability(cluster, prometheus, { monitors, alerts: alerts !== false, dashboards });
}

function checkMeshOptions(cluster: ComponentCluster, defaults: FleetDefaults, options: MeshOptions): Diagnostic[] {
  const where = `Cluster '${cluster.name}'`;
  if (cluster.mesh === undefined) {
    // An unreadable mesh is not a missing one.
    if (cluster.problems.length > 0) return [...cluster.problems];
    return [
      {
        where,
        path: 'mesh',
        got: 'absent, but addMesh is called',
        expected: 'the mesh of the cluster',
        fix: 'Set mesh in addCluster, or remove the call.',
      },
    ];
  }
  const problems = checkProps(`${where}: addMesh`, options, MESH_OPTIONS);
  if (problems.length > 0) return problems;
  return [...checkRoot(where, defaults, options), ...checkWatched(where, defaults, options)];
}

/** The root that the cluster's identities chain to. */
function rootOf({ roots }: FleetDefaults, { trust }: MeshOptions): TrustRoot | undefined {
  const stated = trust === false ? undefined : trust?.root;
  return stated ?? (roots && { kind: 'offline', certificates: roots });
}

function checkRoot(where: string, defaults: FleetDefaults, options: MeshOptions): Diagnostic[] {
  if (options.trust === false || rootOf(defaults, options) !== undefined) return [];
  return [
    {
      where,
      path: 'addMesh: trust.root',
      got: 'absent, and the fleet has no roots',
      expected: 'the root of the certificates',
      fix: 'Set roots in new Fleet, or trust.root here, or trust: false if the certificates come from elsewhere.',
    },
  ];
}

/** Without a Prometheus nothing reads monitors, alerts and dashboards. */
function checkWatched(where: string, { prometheus }: FleetDefaults, options: MeshOptions): Diagnostic[] {
  if (prometheus !== undefined) return [];
  return (['monitors', 'alerts', 'dashboards'] as const)
    .filter((part) => options[part] !== undefined && options[part] !== false)
    .map((part) => ({
      where,
      path: `addMesh: ${part}`,
      got: 'set, but the fleet has no Prometheus',
      expected: 'a Prometheus that reads them',
      fix: `Set prometheus in new Fleet, or remove ${part}.`,
    }));
}
