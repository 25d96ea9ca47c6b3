import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { Cluster } from '../../fleet/cluster.js';
import type { LinkerdValues } from './values.js';

export function checkAvailability(place: Place, cluster: Cluster, values: LinkerdValues): Diagnostic[] {
  const { controllerReplicas, enablePodAntiAffinity, highAvailability } = values;
  const problems: Diagnostic[] = [];
  if (highAvailability === true && controllerReplicas < 2) {
    problems.push({
      ...at(place, 'controllerReplicas'),
      got: `${controllerReplicas} with highAvailability`,
      expected: '2 or more',
      fix: 'Remove it to have 3, or remove highAvailability.',
    });
  }
  if (enablePodAntiAffinity && controllerReplicas > 1) {
    if (cluster.nodes === undefined) {
      problems.push({
        ...at(place, 'highAvailability'),
        got: `${controllerReplicas} pods of each controller on different nodes, in a cluster with an unknown number of nodes`,
        expected: `a cluster of at least ${controllerReplicas} nodes`,
        fix: `Set nodes of cluster '${cluster.name}'.`,
      });
    } else if (cluster.nodes < controllerReplicas) {
      problems.push({
        ...at(place, 'highAvailability'),
        got: `${controllerReplicas} pods of each controller on different nodes, in a cluster of ${cluster.nodes}`,
        expected: `at least ${controllerReplicas} nodes`,
        fix: 'Add nodes, or remove highAvailability: pods without a node of their own stay pending.',
      });
    }
  }
  return problems;
}
