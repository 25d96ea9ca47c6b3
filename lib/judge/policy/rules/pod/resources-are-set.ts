import { parseQuantity } from '../../../../formats/quantity.js';
import { at } from '../../../../manifest/field-path.js';
import { shown, valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

/** No program runs in less. */
const MEBIBYTE = parseQuantity('1Mi') ?? 0n;

export default defineRule({
  id: 'pod/resources-are-set',
  severity: 'error',
  scope: 'object',
  summary: 'Every container and init container requests and limits cpu and memory, with more than nothing.',
  rationale:
    'Without a request the scheduler overfills the node, without a limit one leak takes the memory of all pods on it; 0 is the same as nothing.',
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
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { list, path, spec } of pod.containers) {
      if (list === 'ephemeralContainers') continue;
      for (const bound of ['requests', 'limits']) {
        for (const resource of ['cpu', 'memory']) {
          const written = valueAt(spec, 'resources', bound, resource);
          const quantity = parseQuantity(written) ?? 0n;
          if (quantity > 0n && (resource === 'cpu' || quantity >= MEBIBYTE)) continue;
          yield {
            path: at(path, 'resources', bound, resource),
            got: shown(written),
            expected: quantity > 0n ? 'at least 1Mi; without a unit it is bytes, and m are thousandths' : 'a quantity',
            fix: `State how much ${resource} the container ${bound === 'requests' ? 'needs' : 'may use'}.`,
          };
        }
      }
    }
  },
});
