import { objectLabel } from '../../../manifest/object.js';
import { dataPlaneOf, labelsOfNamespace } from '../../istio/data-plane.js';
import { ENVOY_FILTER, SIDECAR, TELEMETRY, WASM_PLUGIN } from '../../istio/traffic-kinds.js';
import { hasTargets, podsInScope, workloadScope } from '../../istio/workload-scope.js';
import { kindOf, namespaceOf } from '../../pod.js';
import { defineRule } from '../../rule.js';

const AUTHORIZATION_POLICY = 'security.istio.io/AuthorizationPolicy';
const REQUEST_AUTHENTICATION = 'security.istio.io/RequestAuthentication';
const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name';

const example = (mode: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: apps }
spec: { egress: [{ hosts: ["./*"] }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { ${mode} } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;

export default defineRule({
  id: 'istio/policies-suit-the-data-plane',
  severity: 'warning',
  scope: 'object',
  summary: 'An object is read by the proxies of the pods that it is for.',
  rationale:
    'Pods in ambient mode have no sidecar, and nothing reads a Sidecar or EnvoyFilter for them. Gateways of the Gateway API follow policies that name them in targetRefs, not those that select their pods.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0167/',
  appliesTo: [SIDECAR, ENVOY_FILTER, AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN],
  passes: example('istio-injection: enabled'),
  fails: example('istio.io/dataplane-mode: ambient'),
  *check(subject, cluster) {
    if (hasTargets(subject)) return;
    const { labels, path } = workloadScope(subject);
    const pods = podsInScope(subject, cluster);
    if ([SIDECAR, ENVOY_FILTER].includes(kindOf(subject.object))) {
      const marks = labelsOfNamespace(namespaceOf(subject), cluster);
      const injected = marks['istio-injection'] === 'enabled' || marks['istio.io/rev'] !== undefined;
      const own = marks['istio.io/dataplane-mode'] === 'ambient' && !injected;
      const ambient =
        pods.length === 0 ? own && labels === undefined : pods.every((pod) => dataPlaneOf(pod, cluster) === 'ambient');
      if (!ambient) return;
      yield {
        path: labels === undefined ? 'spec' : path,
        got: `pods in ambient mode${pods[0] === undefined ? '' : `: ${objectLabel(pods[0].subject.object)}`}`,
        expected: 'pods with a sidecar',
        fix: `Use a waypoint with routes and policies that name it, and a NetworkPolicy for egress; as it is, nothing reads this ${subject.object.kind}, and what it closes or limits is open.`,
      };
      return;
    }
    const gateway = labels && pods.find((pod) => pod.labels[GATEWAY_LABEL] !== undefined);
    if (gateway === undefined) return;
    const name = gateway.labels[GATEWAY_LABEL] ?? '';
    yield {
      path,
      got: `${JSON.stringify(labels)}, which selects the pods of Gateway ${name}`,
      expected: `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }]`,
      fix: `Name the Gateway in targetRefs; as it is, this ${subject.object.kind} is without effect for it.`,
    };
  },
});
