import { at } from '../../../../manifest/field-path.js';
import { INJECT_ANNOTATION, isInjected, namespaceAnnotations } from '../../../model/linkerd/injection.js';
import { PROXY_RESOURCES, proxyResourceOf, resourceAnnotation } from '../../../model/linkerd/proxy-resources.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/proxy-resources-are-set',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every injected proxy has requests and limits of CPU and memory.',
  rationale:
    'Linkerd gives its proxy none by default: it may take the node from its neighbours, and a namespace with a ResourceQuota refuses the pod.',
  source: 'https://linkerd.io/2-edge/tasks/configuring-proxy-concurrency/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  annotations:
    linkerd.io/inject: enabled
    config.linkerd.io/proxy-cpu-request: 50m
    config.linkerd.io/proxy-cpu-limit: 100m
    config.linkerd.io/proxy-memory-request: 64Mi
    config.linkerd.io/proxy-memory-limit: 128Mi
spec: { containers: [{ name: web }] }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled } }
spec: { containers: [{ name: web }] }
`,
  *check(cluster) {
    const reported = new Set<string>();
    for (const pod of cluster.pods.filter((candidate) => isInjected(candidate, cluster))) {
      const namespace = cluster.namespace(pod.namespace);
      for (const limit of PROXY_RESOURCES) {
        if (proxyResourceOf(pod, limit, cluster) !== undefined) continue;
        const key = resourceAnnotation(limit);
        // A namespace that asks for the proxies is also the place to bound them, once for all its pods.
        const inherits =
          pod.ownAnnotations[key] === undefined &&
          namespaceAnnotations(pod.namespace, cluster)[INJECT_ANNOTATION] !== undefined;
        const resource = inherits ? (namespace ?? pod.resource) : pod.resource;
        const once = `${pod.namespace} ${key}`;
        if (resource === namespace && reported.has(once)) continue;
        if (resource === namespace) reported.add(once);
        yield {
          resource,
          path: at(resource === pod.resource ? pod.metadataPath : 'metadata', 'annotations', key),
          got: pod.annotations[key] ?? 'nothing',
          expected: limit.startsWith('cpu') ? 'a quantity such as 100m' : 'a quantity such as 128Mi',
          fix: 'Set it on the namespace for all its pods, or on the pod template.',
        };
      }
    }
  },
});
