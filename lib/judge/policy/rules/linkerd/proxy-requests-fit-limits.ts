import { parseQuantity } from '../../../../formats/quantity.js';
import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import { isInjected } from '../../../model/linkerd/injection.js';
import { resourceAnnotation } from '../../../model/linkerd/proxy-resources.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;

export default defineRule({
  id: 'linkerd/proxy-requests-fit-limits',
  severity: 'error',
  scope: 'object',
  summary: 'No request of an injected proxy is above its limit.',
  rationale: 'The API server refuses a pod whose proxy requests more than its limit: the workload gets no pods at all.',
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: ['Namespace', ...POD_KINDS],
  passes: `
apiVersion: v1
kind: Namespace
metadata:
  name: apps
  annotations: { config.linkerd.io/proxy-memory-request: 128Mi, config.linkerd.io/proxy-memory-limit: 128Mi }
`,
  fails: `
apiVersion: v1
kind: Namespace
metadata:
  name: apps
  annotations: { config.linkerd.io/proxy-memory-request: 1Gi, config.linkerd.io/proxy-memory-limit: 128Mi }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    const own = pod?.ownAnnotations ?? stringsAt(resource.object, 'metadata', 'annotations');
    const effective = pod !== undefined && isInjected(pod, cluster) ? pod.annotations : own;
    for (const resource of RESOURCES) {
      const requestKey = resourceAnnotation(`${resource}-request`);
      const limitKey = resourceAnnotation(`${resource}-limit`);
      const [request, limit] = [effective[requestKey], effective[limitKey]];
      const [asked, bound] = [parseQuantity(request), parseQuantity(limit)];
      // What a namespace sets wrong is reported there, and on the pods only where they change one of the two.
      const owns = own[requestKey] !== undefined || own[limitKey] !== undefined;
      if (!owns || asked === undefined || bound === undefined || asked <= bound) continue;
      const key = own[requestKey] === undefined ? limitKey : requestKey;
      yield {
        path: at(pod?.metadataPath ?? 'metadata', 'annotations', key),
        got: `a request of ${request} and a limit of ${limit}`,
        expected: 'a request of at most the limit',
        fix: 'Lower the request or raise the limit.',
      };
    }
  },
});
