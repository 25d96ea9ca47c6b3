import rule from '../../../../../lib/judge/policy/rules/istio/destination-rules-are-where-proxies-look.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts the root namespace': bad.replace('mesh-rules', 'istio-system'),
    'accepts namespaces of callers': `${bad}---
apiVersion: v1
kind: Pod
metadata: { name: caller, namespace: mesh-rules }
spec: { containers: [{ name: caller }] }
`,
    'accepts a rule beside its Service, whose pods are not among the files': `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: web, trafficPolicy: {} }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
`,
  },
  fails: {
    'in a namespace of its own': [
      bad,
      { path: 'metadata.namespace', got: 'mesh-rules, which has no pod, while Service apps/web is in apps' },
    ],
  },
  notJudged: {
    'hosts that are not among the files': [
      bad.replace('host: web', 'host: other'),
      'no pod of namespace mesh-rules is among the files',
    ],
  },
});
