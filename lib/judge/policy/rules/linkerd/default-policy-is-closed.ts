import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  admitsUnauthenticated,
  DEFAULT_POLICY_ANNOTATION,
  defaultInboundPolicyOf,
  INBOUND_POLICIES,
} from '../../../model/linkerd/inbound-policy.js';
import { INJECT_ANNOTATION, isInjected, namespaceAnnotations } from '../../../model/linkerd/injection.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { undecidedPods } from '../../linkerd/meshed-pods.js';
import { defineRule } from '../../rule.js';

const CLOSED = INBOUND_POLICIES.filter((policy) => !admitsUnauthenticated(policy));

export default defineRule({
  id: 'linkerd/default-policy-is-closed',
  severity: 'error',
  scope: 'cluster',
  summary: 'A meshed pod admits nobody without identity by default.',
  rationale:
    'Ports without a Server follow the default inbound policy, which admits everyone unless pod, namespace or control plane set another. The injector ignores a value that it does not know.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#default-policies',
  appliesTo: POD_KINDS,
  reads: ['*', 'ConfigMap', 'Namespace'],
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
  about: (cluster) => [...placesOfDefaultPolicy(cluster), ...undecidedPods(cluster)],
  *check({ field, text, policy }) {
    if (policy !== undefined && CLOSED.includes(policy)) return;
    yield field.violation({
      got: text ?? policy ?? 'nothing, which means all-unauthenticated',
      expected: `one of ${CLOSED.join(', ')}`,
      effect: 'Anyone can connect to the ports that have no Server.',
      fix: 'Set deny, and give each port that peers need a Server with its callers.',
    });
  },
});

/** Where the default policy of pods is set, or should be, and what it is. */
interface DefaultPolicy {
  readonly field: Field;
  /** What the annotation says for the pods. */
  readonly text: string | undefined;
  readonly policy: string | undefined;
}

/** One for each pod, or for each Namespace that asks for proxies, which is also the place to close them. */
function placesOfDefaultPolicy(cluster: ClusterIndex): readonly DefaultPolicy[] {
  const places = new Map<Resource, DefaultPolicy>();
  for (const pod of cluster.pods.filter((candidate) => isInjected(candidate, cluster))) {
    const inherited = namespaceAnnotations(pod.namespace, cluster);
    const decides =
      pod.ownAnnotations[DEFAULT_POLICY_ANNOTATION] === undefined && inherited[INJECT_ANNOTATION] !== undefined;
    const namespace = decides ? cluster.namespace(pod.namespace) : undefined;
    const metadata = namespace === undefined ? pod.metadata : Field.of(namespace).at('metadata');
    if (places.has(metadata.resource)) continue;
    const field = metadata.at('annotations', DEFAULT_POLICY_ANNOTATION);
    const text = pod.annotations[DEFAULT_POLICY_ANNOTATION];
    places.set(metadata.resource, { field, text, policy: defaultInboundPolicyOf(pod, cluster) });
  }
  return [...places.values()];
}
