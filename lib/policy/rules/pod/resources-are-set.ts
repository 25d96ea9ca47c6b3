import { at } from '../../../manifest/field-path.js';
import { POD_KINDS } from '../../pod.js';
import { valueAt } from '../../read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/resources-are-set',
  severity: 'error',
  scope: 'object',
  summary: 'Every container and init container requests and limits cpu and memory.',
  rationale:
    'Without a request the scheduler overfills the node, without a limit one leak takes the memory of all pods on it.',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      resources:
        requests: { cpu: 100m, memory: 64Mi }
        limits: { cpu: 200m, memory: 64Mi }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      resources:
        requests: { cpu: 100m, memory: 64Mi }
        limits: { memory: 64Mi }
`,
  *check(subject, cluster) {
    const pod = cluster.podOf(subject);
    if (pod === undefined) return;
    for (const { list, path, spec } of pod.containers) {
      if (list === 'ephemeralContainers') continue;
      for (const bound of ['requests', 'limits']) {
        for (const resource of ['cpu', 'memory']) {
          if (valueAt(spec, 'resources', bound, resource) !== undefined) continue;
          yield {
            path: at(path, 'resources', bound, resource),
            got: 'nothing',
            expected: 'a quantity',
            fix: `State how much ${resource} the container ${bound === 'requests' ? 'needs' : 'may use'}.`,
          };
        }
      }
    }
  },
});
