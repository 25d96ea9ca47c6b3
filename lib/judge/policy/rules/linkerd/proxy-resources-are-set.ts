import { Field } from '../../../../manifest/field.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { INJECT_ANNOTATION, isInjected, namespaceAnnotations } from '../../../model/linkerd/injection.js';
import {
  PROXY_RESOURCES,
  type ProxyResource,
  proxyResourceOf,
  resourceAnnotation,
} from '../../../model/linkerd/proxy-resources.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { undecidedPods } from '../../linkerd/meshed-pods.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/proxy-resources-are-set',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every injected proxy has requests and limits for CPU and memory.',
  rationale:
    'Linkerd sets none by default: the proxy may starve other pods of the node, and a namespace with a ResourceQuota rejects the pod.',
  source: 'https://linkerd.io/2-edge/tasks/configuring-proxy-concurrency/',
  appliesTo: POD_KINDS,
  reads: ['*', 'ConfigMap', 'Namespace'],
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
  about: (cluster) => [...boundsOfProxies(cluster), ...undecidedPods(cluster)],
  *check({ field, text, resource, isSet }) {
    if (isSet) return;
    yield field.violation({
      got: text ?? 'nothing',
      expected: resource.startsWith('cpu') ? 'a quantity such as 100m' : 'a quantity such as 128Mi',
      fix: 'Set it on the namespace for all its pods, or on the pod template.',
    });
  },
});

/** A resource of injected proxies, and the annotation that would set it. */
interface ProxyBound {
  readonly field: Field;
  readonly resource: ProxyResource;
  /** What the annotation says for the pods. */
  readonly text: string | undefined;
  readonly isSet: boolean;
}

/** One for each pod and resource; a Namespace that asks for the proxies is also the place to bound them, once for all its pods. */
function boundsOfProxies(cluster: ClusterIndex): readonly ProxyBound[] {
  const bounds: ProxyBound[] = [];
  const ofNamespaces = new Set<string>();
  for (const pod of cluster.pods.filter((candidate) => isInjected(candidate, cluster))) {
    for (const resource of PROXY_RESOURCES) {
      const key = resourceAnnotation(resource);
      const inherits =
        pod.ownAnnotations[key] === undefined &&
        namespaceAnnotations(pod.namespace, cluster)[INJECT_ANNOTATION] !== undefined;
      const isSet = proxyResourceOf(pod, resource, cluster) !== undefined;
      const namespace = inherits && !isSet ? cluster.namespace(pod.namespace) : undefined;
      const metadata = namespace === undefined ? pod.metadata : Field.of(namespace).at('metadata');
      const field = metadata.at('annotations', key);
      if (namespace !== undefined) {
        const place = `${pod.namespace} ${key}`;
        if (ofNamespaces.has(place)) continue;
        ofNamespaces.add(place);
      }
      bounds.push({ field, resource, text: pod.annotations[key], isSet });
    }
  }
  return bounds;
}
