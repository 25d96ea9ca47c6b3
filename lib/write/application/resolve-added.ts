import { type Diagnostic, InvalidInput, throwIfAny } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import { at } from '../../input/place.js';
import { checkProps, read } from '../../input/shape.js';
import { label } from '../../input/values.js';
import { COMPONENT_CLUSTER, type ComponentCluster } from '../fleet/components.js';
import type { Mesh } from '../fleet/mesh.js';
import { APPLICATION, type Application, applicationLabel } from '../workload/intents/application.js';
import { checkIntents } from '../workload/intents/check-intents.js';
import { checkWorkload } from '../workload/intents/check-workload.js';
import { resolve } from '../workload/intents/resolve.js';
import type { ResolvedApplication } from '../workload/intents/resolved.js';
import { SERVICE } from '../workload/intents/service.js';
import { placeOf, placeOfApplication } from '../workload/intents/service-place.js';
import type { ApplicationMesh, ApplicationOptions } from './application-mesh.js';
import { istio } from './istio.js';
import { linkerd } from './linkerd.js';

const MESHES: { readonly [Kind in Mesh['kind']]: ApplicationMesh } = { istio, linkerd };

/** Throws if there is no cluster: without one, no synthesis reports anything. */
export function requireCluster(by: string, cluster: unknown): void {
  throwIfAny(checkProps(`${by}: cluster`, cluster, COMPONENT_CLUSTER));
}

/** A valid application in its cluster, with the mesh that expresses it; or its faults. */
export type Resolution =
  | { readonly resolved: ResolvedApplication; readonly mesh: ApplicationMesh }
  | { readonly problems: readonly Diagnostic[] };

/** Resolves an application for the cluster that it is added to. */
export function resolveAdded(
  cluster: ComponentCluster,
  application: Application,
  options: ApplicationOptions = {},
): Resolution {
  const malformed = checkProps(applicationLabel(application), application, APPLICATION);
  if (malformed.length > 0) return { problems: [...malformed, ...checkSoundWorkloads(application)] };
  const mesh = cluster.mesh && MESHES[cluster.mesh.kind];
  if (application.cluster !== cluster || mesh === undefined) return { problems: checkPlace(cluster, application) };
  const resolved = resolve(application, (gateway) => mesh.gatewayPods(gateway, options));
  const problems = checkIntents(resolved);
  return problems.length > 0 ? { problems } : { resolved, mesh };
}

/** What is wrong with workloads by themselves, in services that could be read. */
function checkSoundWorkloads(application: unknown): Diagnostic[] {
  const { name, services } = isMapping(application) ? application : {};
  if (typeof name !== 'string' || !Array.isArray(services)) return [];
  return services.flatMap((service: unknown) => {
    const { value } = read(service, SERVICE);
    return value === undefined ? [] : checkWorkload(at(placeOf(value, { name }), 'workload'), value.workload);
  });
}

/** What is derived from one cluster must not be applied in another. */
function checkPlace(added: ComponentCluster, { name, cluster }: Application): readonly Diagnostic[] {
  const place = placeOfApplication({ name }, 'cluster');
  if (added !== cluster) {
    return [
      {
        ...place,
        got: `${cluster.name}, but the application is added to ${added.name}`,
        expected: 'the cluster that it is added to',
        fix: 'Name the same cluster in both places.',
      },
    ];
  }
  // An unreadable mesh is not a missing one.
  if (cluster.problems.length > 0) return cluster.problems;
  return [
    {
      ...place,
      got: `${cluster.name}, which has no mesh`,
      expected: 'a cluster with a mesh: nothing else can tell callers apart',
      fix: 'Set the mesh of the cluster.',
    },
  ];
}

/** Adds a component that reports the problems when the fleet is synthesized, together with all others. */
export function addProblems(cluster: ComponentCluster, component: string, problems: readonly Diagnostic[]): void {
  cluster.add(component, () => {
    throw new InvalidInput(problems);
  });
}

/** The name of an application, or `application` if it has no usable one. */
export function nameOf(application: unknown): string {
  const name = isMapping(application) ? application['name'] : undefined;
  return typeof name === 'string' && label.faults('', name).length === 0 ? name : 'application';
}
