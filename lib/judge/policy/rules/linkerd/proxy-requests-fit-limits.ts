import { parseQuantity } from '../../../../formats/quantity.js';
import { proxyAnnotationsOf } from '../../../model/linkerd/annotations.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { resourceAnnotation } from '../../../model/linkerd/proxy-resources.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;

export default defineRule({
  id: 'linkerd/proxy-requests-fit-limits',
  severity: 'error',
  scope: 'object',
  summary: 'No request of an injected proxy exceeds its limit.',
  rationale: 'The API server rejects a pod whose proxy requests more than its limit: the workload gets no pods at all.',
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: ['Namespace', ...POD_KINDS],
  passes: example('128Mi'),
  fails: example('1Gi'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    const annotations = proxyAnnotationsOf(resource, cluster);
    const own = annotations.textEntries;
    const effective = pod !== undefined && isInjected(pod, cluster) ? pod.annotations : own;
    for (const name of RESOURCES) {
      const requestKey = resourceAnnotation(`${name}-request`);
      const limitKey = resourceAnnotation(`${name}-limit`);
      const [request, limit] = [effective[requestKey], effective[limitKey]];
      const [requested, allowed] = [parseQuantity(request), parseQuantity(limit)];
      // A mistake of the Namespace is reported there, and on the pods only where they change one of the two.
      const owns = own[requestKey] !== undefined || own[limitKey] !== undefined;
      if (!owns || requested === undefined || allowed === undefined || requested <= allowed) continue;
      yield annotations.at(own[requestKey] === undefined ? limitKey : requestKey).violation({
        got: `a request of ${request} and a limit of ${limit}`,
        expected: 'a request of at most the limit',
        fix: 'Lower the request or raise the limit.',
      });
    }
  },
});

function example(request: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata:
  name: apps
  annotations: { config.linkerd.io/proxy-memory-request: ${request}, config.linkerd.io/proxy-memory-limit: 128Mi }
`;
}
