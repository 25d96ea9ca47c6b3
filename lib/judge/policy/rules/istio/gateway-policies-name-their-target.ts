import { shown } from '../../../../manifest/read.js';
import { SECURITY_KINDS } from '../../../model/istio/selectors.js';
import { TELEMETRY, WASM_PLUGIN } from '../../../model/istio/traffic-kinds.js';
import { hasTargets, podsInScope, workloadScope } from '../../../model/istio/workload-scope.js';
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
  *check(resource, cluster) {
    if (hasTargets(resource)) return;
    const { labels, path } = workloadScope(resource);
    if (labels === undefined) return;
    const name = podsInScope(resource, cluster).flatMap((pod) => pod.labels[GATEWAY_LABEL] ?? [])[0];
    if (name === undefined) return;
    yield {
      path,
      got: `${shown(labels)}, which selects the pods of Gateway ${name}`,
      expected: `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }]`,
      fix: `Name the Gateway in targetRefs; as it is, this ${resource.object.kind} is without effect for it.`,
    };
  },
});
