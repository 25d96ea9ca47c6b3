import type { Diagnostic } from '../../../diagnostic.js';
import type { Cluster } from '../../fleet/cluster.js';
import type { At } from './place.js';
import type { LinkerdValues } from './values.js';

export function checkAvailability(at: At, cluster: Cluster, values: LinkerdValues): Diagnostic[] {
  const { controllerReplicas, enablePodAntiAffinity, highAvailability } = values;
  const problems: Diagnostic[] = [];
  if (!Number.isInteger(controllerReplicas) || controllerReplicas < 1) {
    problems.push({
      where: at('controllerReplicas'),
      got: String(controllerReplicas),
      expected: 'a whole number from 1 on',
      fix: 'Correct it; 3 is what high availability needs.',
    });
    return problems;
  }
  if (highAvailability === true && controllerReplicas < 2) {
    problems.push({
      where: at('controllerReplicas'),
      got: `${controllerReplicas} with highAvailability`,
      expected: '2 or more',
      fix: 'Leave it out to have 3, or drop highAvailability.',
    });
  }
  if (enablePodAntiAffinity && controllerReplicas > 1) {
    if (cluster.nodes === undefined) {
      problems.push({
        where: at('highAvailability'),
        got: `${controllerReplicas} pods of each controller on different nodes, in a cluster that does not say how many it has`,
        expected: `a cluster of at least ${controllerReplicas} nodes`,
        fix: `State nodes of cluster '${cluster.name}'.`,
      });
    } else if (cluster.nodes < controllerReplicas) {
      problems.push({
        where: at('highAvailability'),
        got: `${controllerReplicas} pods of each controller on different nodes, in a cluster of ${cluster.nodes}`,
        expected: `at least ${controllerReplicas} nodes`,
        fix: 'Add nodes, or drop highAvailability: pods without a node of their own stay pending.',
      });
    }
  }
  return problems;
}
