import { parseQuantity } from '../../../../formats/quantity.js';
import { at } from '../../../../manifest/field-path.js';
import { objectAt, shown, valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/requests-fit-limits',
  severity: 'error',
  scope: 'object',
  summary: 'No container requests more than its limit.',
  rationale: 'The API server refuses a pod that requests more than it may use, so the workload never starts.',
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
        requests: { memory: 1Gi }
        limits: { memory: 1024Mi }
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
        requests: { memory: 2Gi }
        limits: { memory: 1024Mi }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, spec } of pod.containers) {
      for (const [resource, request] of Object.entries(objectAt(spec, 'resources', 'requests') ?? {})) {
        const limit = valueAt(spec, 'resources', 'limits', resource);
        const [needed, allowed] = [parseQuantity(request), parseQuantity(limit)];
        if (needed === undefined || allowed === undefined || needed <= allowed) continue;
        yield {
          path: at(path, 'resources', 'requests', resource),
          got: shown(request),
          expected: `at most ${shown(limit)}, the limit`,
          fix: 'Lower the request or raise the limit; the API server refuses the pod as it is.',
        };
      }
    }
  },
});
