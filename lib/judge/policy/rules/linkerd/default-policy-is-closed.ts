import { at } from '../../../../manifest/field-path.js';
import {
  admitsUnauthenticated,
  DEFAULT_POLICY_ANNOTATION,
  defaultInboundPolicyOf,
  INBOUND_POLICIES,
} from '../../../model/linkerd/inbound-policy.js';
import { INJECT_ANNOTATION, isInjected, namespaceAnnotations } from '../../../model/linkerd/injection.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const CLOSED = INBOUND_POLICIES.filter((policy) => !admitsUnauthenticated(policy));

export default defineRule({
  id: 'linkerd/default-policy-is-closed',
  severity: 'error',
  scope: 'cluster',
  summary: 'A meshed pod lets no one in by default who proves no identity.',
  rationale:
    'Ports without a Server are under the default inbound policy, which is open unless pod, namespace or control plane say otherwise. The injector passes over a value that it does not know.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#default-policies',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Namespace
metadata:
  name: apps
  annotations: { linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: deny }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: web }] }
`,
  fails: `
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: { linkerd.io/inject: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: web }] }
`,
  *check(cluster) {
    const reported = new Set<unknown>();
    for (const pod of cluster.pods) {
      const policy = defaultInboundPolicyOf(pod, cluster);
      if (!isInjected(pod, cluster) || (policy !== undefined && CLOSED.includes(policy))) continue;
      const inherited = namespaceAnnotations(pod.namespace, cluster);
      const own = pod.ownAnnotations[DEFAULT_POLICY_ANNOTATION];
      // A namespace that asks for the proxies is also the place to close them.
      const decides = own === undefined && inherited[INJECT_ANNOTATION] !== undefined;
      const resource = decides ? (cluster.namespace(pod.namespace) ?? pod.resource) : pod.resource;
      if (reported.has(resource)) continue;
      reported.add(resource);
      yield {
        resource,
        path: at(decides ? 'metadata' : pod.metadataPath, 'annotations', DEFAULT_POLICY_ANNOTATION),
        got: pod.annotations[DEFAULT_POLICY_ANNOTATION] ?? policy ?? 'nothing, which stands for all-unauthenticated',
        expected: `one of ${CLOSED.join(', ')}`,
        fix: 'Set deny, and give each port that is to be reached a Server with its callers; as it stands anyone reaches the ports without one.',
      };
    }
  },
});
