import rule from '../../../../../lib/judge/policy/rules/istio/gateway-policies-use-target-refs.js';
import { ruleTester } from '../../../../support/rule-tester.js';

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
    'accepts policies that name the Gateway': ofGateway('targetRefs: [{ kind: Gateway, name: public }]'),
    'accepts policies for a namespace': ofGateway('rules: []'),
  },
  fails: {
    'of a selector for a Gateway': [
      ofGateway('selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: public } }'),
      {
        path: 'spec.selector.matchLabels',
        expected: 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]',
      },
    ],
  },
});
