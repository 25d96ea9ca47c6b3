import { SECURITY_KINDS } from '../../istio/selectors.js';
import { TELEMETRY, WASM_PLUGIN } from '../../istio/traffic-kinds.js';
import { hasTargets, podsInScope, workloadScope } from '../../istio/workload-scope.js';
import { shown } from '../../read.js';
import { defineRule } from '../../rule.js';

const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name';

const example = (selection: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: public, namespace: edge }
spec: { ${selection} }
---
apiVersion: v1
kind: Pod
metadata: { name: public, namespace: edge, labels: { ${GATEWAY_LABEL}: public } }
spec: { containers: [{ name: istio-proxy }] }
`;

export default defineRule({
  id: 'istio/gateway-policies-name-their-target',
  severity: 'warning',
  scope: 'object',
  summary: 'A policy for a Gateway of the Gateway API names it in targetRefs.',
  rationale:
    'Gateways of the Gateway API follow policies that name them in targetRefs, not those that select their pods: what such a policy forbids is not forbidden.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0166/',
  appliesTo: [...SECURITY_KINDS.filter((kind) => !kind.endsWith('/PeerAuthentication')), TELEMETRY, WASM_PLUGIN],
  passes: example('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]'),
  fails: example(`selector: { matchLabels: { ${GATEWAY_LABEL}: public } }`),
  *check(subject, cluster) {
    if (hasTargets(subject)) return;
    const { labels, path } = workloadScope(subject);
    if (labels === undefined) return;
    const name = podsInScope(subject, cluster).flatMap((pod) => pod.labels[GATEWAY_LABEL] ?? [])[0];
    if (name === undefined) return;
    yield {
      path,
      got: `${shown(labels)}, which selects the pods of Gateway ${name}`,
      expected: `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }]`,
      fix: `Name the Gateway in targetRefs; as it is, this ${subject.object.kind} is without effect for it.`,
    };
  },
});
