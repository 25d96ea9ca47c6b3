import type { Diagnostic } from '../../../diagnostic.js';
import type { Application } from '../../workload/intents/application.js';
import { entranceOf } from '../../workload/intents/federation.js';
import { placeOfApplication } from '../../workload/intents/service-place.js';

/** Network policies allow no traffic to a cluster without eastWest. */
export function checkFederation({ name, cluster, federation }: Application): Diagnostic[] {
  if (federation === undefined) return [];
  return [cluster, ...federation.clusters].flatMap((member): Diagnostic[] =>
    entranceOf(member) !== undefined || member.problems.length > 0
      ? []
      : [
          {
            ...placeOfApplication({ name }, 'federation'),
            got: `one with cluster '${member.name}', which does not set how others reach its gateway`,
            expected: 'eastWest of each cluster: a LoadBalancer with its cidrs, or a NodePort',
            fix: `Set eastWest of cluster '${member.name}'.`,
          },
        ],
  );
}
