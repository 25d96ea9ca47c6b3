import type { Resource } from '../../../../manifest/resource.js';
import {
  GATEWAY_NAME,
  hasTargets,
  podsSelectedBy,
  SECURITY_KINDS,
  selectorField,
  selectorOf,
} from '../../../model/istio/selectors.js';
import { TELEMETRY, WASM_PLUGIN } from '../../../model/istio/traffic-kinds.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (selection: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: public, namespace: edge }
spec: { ${selection} }
---
apiVersion: v1
kind: Pod
metadata: { name: public, namespace: edge, labels: { ${GATEWAY_NAME}: public } }
spec: { containers: [{ name: istio-proxy }] }
`;

export default defineRule<Resource>({
  id: 'istio/gateway-policies-use-target-refs',
  severity: 'warning',
  scope: 'object',
  summary: 'A policy for a Gateway of the Gateway API names it in targetRefs.',
  rationale:
    'Gateways of the Gateway API follow policies that name them in targetRefs, not policies that select their pods: what such a policy forbids stays allowed.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0166/',
  appliesTo: [...SECURITY_KINDS.filter((kind) => !kind.endsWith('/PeerAuthentication')), TELEMETRY, WASM_PLUGIN],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]'),
  fails: example(`selector: { matchLabels: { ${GATEWAY_NAME}: public } }`),
  about: (resource) => (hasTargets(resource) || selectorOf(resource) !== undefined ? [resource] : []),
  *check(resource, cluster) {
    if (hasTargets(resource)) return;
    const pods = podsSelectedBy(resource, cluster);
    if (pods.length === 0) yield notJudged('no pod that the selector selects is among the files');
    const name = pods.flatMap((pod) => pod.labels[GATEWAY_NAME] ?? [])[0];
    if (name === undefined) return;
    const field = selectorField(resource);
    yield field.violation({
      got: `${field.shown}, which selects the pods of Gateway ${name}`,
      expected: `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }]`,
      effect: `This ${resource.object.kind} has no effect on it.`,
      fix: 'Name the Gateway in targetRefs.',
    });
  },
});
