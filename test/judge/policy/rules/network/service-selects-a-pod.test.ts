import rule from '../../../../../lib/judge/policy/rules/network/service-selects-a-pod.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const service = (spec: string) => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: ${spec}
`;
const pod = (namespace: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web, tier: front } }, spec: { containers: [{ name: web }] } }
`;

ruleTester(rule, {
  ignores: {
    'a Service without a selector': service('{}'),
    'an ExternalName, whose selector nothing reads': service('{ type: ExternalName, selector: { app: web } }'),
    'an empty selector': service('{ selector: {} }'),
  },
  passes: {
    'accepts a subset of the labels of a template': service('{ selector: { tier: front } }') + pod('apps'),
  },
  fails: {
    'when one of two labels differs': [
      service('{ selector: { app: web, tier: back } }') + pod('apps'),
      {
        object: 'Service apps/web',
        path: 'spec.selector',
        got: '{"app":"web","tier":"back"}',
        expected: 'the labels of a pod of namespace apps: app web, tier front',
      },
    ],
    'when the pod is in another namespace': [
      service('{ selector: { app: web } }') + pod('other'),
      { path: 'spec.selector' },
    ],
  },
});
