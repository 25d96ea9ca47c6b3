import { type Diagnostic, InvalidInput, throwIfAny } from '../../diagnostic.js';
import { isMapping } from '../../input/fault.js';
import { checkProps } from '../../input/shape.js';
import { label } from '../../input/values.js';
import { COMPONENT_CLUSTER, type ComponentCluster } from '../fleet/components.js';
import type { Application } from '../workload/intents/application.js';
import { checkApplication } from '../workload/intents/check-application.js';

/** Throws where there is no cluster: without one, there is no synthesis in which to say anything. */
export function requireCluster(by: string, cluster: unknown): void {
  throwIfAny(checkProps(`${by}: cluster`, cluster, COMPONENT_CLUSTER));
}

/** What makes no sense in an application, or in the cluster that it is added to: in the same words whoever asks. */
export function checkAdded(cluster: ComponentCluster, application: Application): Diagnostic[] {
  const problems = checkApplication(application);
  return problems.length > 0 ? problems : checkPlace(cluster, application);
}

/** What is derived from one cluster must not be applied in another. */
function checkPlace(added: ComponentCluster, { name, cluster }: Application): Diagnostic[] {
  const where = `Application '${name}': cluster`;
  if (added !== cluster) {
    return [
      {
        where,
        got: `${cluster.name}, while the application is added to ${added.name}`,
        expected: 'the cluster that it is added to',
        fix: 'Name the same cluster in both places.',
      },
    ];
  }
  if (cluster.mesh !== undefined) return [];
  // A mesh that could not be read is no absent one.
  if (cluster.problems.length > 0) return [...cluster.problems];
  return [
    {
      where,
      got: `${cluster.name}, which has no mesh`,
      expected: 'a cluster with a mesh: nothing else can tell callers apart',
      fix: 'State the mesh of the cluster.',
    },
  ];
}

/** Adds a component that says what is wrong once the fleet is synthesized, together with all other faults. */
export function addRefusal(cluster: ComponentCluster, component: string, problems: readonly Diagnostic[]): void {
  cluster.add(component, () => {
    throw new InvalidInput(problems);
  });
}

/** The name of an application, or of any that bears none. */
export function nameOf(application: unknown): string {
  const name = isMapping(application) ? application['name'] : undefined;
  return typeof name === 'string' && label.faults('', name).length === 0 ? name : 'application';
}
