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
  ignores: {
    'policies for a namespace': ofGateway('rules: []'),
  },
  passes: {
    'accepts policies that name the Gateway': ofGateway('targetRefs: [{ kind: Gateway, name: public }]'),
    'accepts a selector of pods that are no gateway': `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { selector: { matchLabels: { app: web } } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`,
  },
  fails: {
    'of a selector for a Gateway': [
      ofGateway('selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: public } }'),
      {
        path: 'spec.selector.matchLabels',
        expected: 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]',
      },
    ],
    'in the root namespace, for a Gateway of another one': [
      `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: public, namespace: istio-system }
spec: { selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: public } } }
---
apiVersion: v1
kind: Pod
metadata: { name: public, namespace: apps, labels: { gateway.networking.k8s.io/gateway-name: public } }
spec: { containers: [{ name: istio-proxy }] }
`,
      { effect: 'This AuthorizationPolicy has no effect on it.', fix: 'Name the Gateway in targetRefs.' },
    ],
  },
  notJudged: {
    'a selector of pods that are not among the files': [
      `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { selector: { matchLabels: { app: web } } }
`,
      'no pod that the selector selects is among the files',
    ],
  },
});
