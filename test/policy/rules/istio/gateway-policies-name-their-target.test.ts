import rule from '../../../../lib/policy/rules/istio/policies-suit-the-data-plane.js';
import { ruleTester } from '../../../support/rule-tester.js';

const bad = String(rule.fails);
const ofGateway = (more: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: a, namespace: edge }
spec: { ${more} }
---
apiVersion: v1
kind: Pod
metadata: { name: public, namespace: edge, labels: { gateway.networking.k8s.io/gateway-name: public } }
spec: { containers: [{ name: istio-proxy }] }
`;

ruleTester(rule, {
  passes: {
    'accepts a Sidecar where injection beats ambient mode': bad
      .replace('dataplane-mode: ambient', 'dataplane-mode: ambient, istio-injection: enabled')
      .replace('kind: Pod', 'kind: ConfigMap'),
    'accepts a Sidecar where some pods have one': `${bad}---
apiVersion: v1
kind: Pod
metadata: { name: old, namespace: apps, labels: { sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: web }] }
`,
    'accepts policies that name the Gateway': ofGateway('targetRefs: [{ kind: Gateway, name: public }]'),
    'accepts policies for a namespace': ofGateway('rules: []'),
  },
  fails: {
    'of a Sidecar in ambient mode': [bad, { path: 'spec', got: 'pods in ambient mode: Pod apps/web' }],
    'of a selector for a Gateway': [
      ofGateway('selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: public } }'),
      {
        path: 'spec.selector.matchLabels',
        expected: 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]',
      },
    ],
  },
});
