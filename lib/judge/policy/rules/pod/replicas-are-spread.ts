import { at } from '../../../../manifest/field-path.js';
import { listAt, objectAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/replicas-are-spread',
  severity: 'warning',
  scope: 'object',
  summary: 'Three or more replicas are spread over nodes or zones.',
  rationale: 'Replicas on one node fail together.',
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`,
  fails: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    if (pod.replicas === undefined || pod.replicas < 3) return;
    if (listAt(pod.spec, 'topologySpreadConstraints').length > 0) return;
    const rules = objectAt(pod.spec, 'affinity', 'podAntiAffinity') ?? {};
    if (Object.values(rules).some((terms) => listAt(terms).length > 0)) return;
    yield {
      path: at(pod.specPath, 'topologySpreadConstraints'),
      got: 'nothing',
      expected: 'a spread over kubernetes.io/hostname or topology.kubernetes.io/zone, or a podAntiAffinity',
      fix: 'Add a constraint with the labels of the pods.',
    };
  },
});
