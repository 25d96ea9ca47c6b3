import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyPodWhere } from '../../about.js';
import { notJudged } from '../../outcome.js';
import { areReplicas, REPLICAS_UNKNOWN } from '../../replicated-pods.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/replicas-are-spread',
  severity: 'warning',
  scope: 'object',
  summary: 'Three or more replicas are spread over nodes or zones.',
  rationale: 'Replicas on one node fail together.',
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyPodWhere(areReplicas),
  *check({ field, replicas }) {
    if (replicas !== undefined && replicas < 3) return;
    const spread = field.at('topologySpreadConstraints');
    const affinities = field.at('affinity', 'podAntiAffinity').entries.flatMap(([, terms]) => terms.items);
    if (spread.items.length + affinities.length > 0) return;
    if (replicas === undefined) {
      yield notJudged(REPLICAS_UNKNOWN, spread);
      return;
    }
    yield spread.violation({
      got: 'nothing',
      expected: 'a spread over kubernetes.io/hostname or topology.kubernetes.io/zone, or a podAntiAffinity',
      fix: 'Add a constraint with the labels of the pods.',
    });
  },
  passes: example(2),
  fails: example(3),
});

function example(replicas: number): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  replicas: ${replicas}
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`;
}
