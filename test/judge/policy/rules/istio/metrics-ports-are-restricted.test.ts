import rule from '../../../../../lib/judge/policy/rules/istio/metrics-ports-are-restricted.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, networkPolicy } from '../../../model/istio/security-objects.js';

const opened = (rule: string) => deployment() + networkPolicy(`{ podSelector: {}, ingress: [${rule}] }`);

ruleTester(rule, {
  ignores: {
    'a policy of a namespace without pods':
      namespace() + networkPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: 15020 }] }] }'),
    'a policy of a cluster that does not run Istio': networkPolicy(
      '{ podSelector: {}, ingress: [{ ports: [{ port: 15020 }] }] }',
    ),
    'a policy of pods outside the mesh': namespace('{}') + opened('{ ports: [{ port: 15020 }] }'),
    'pods outside the mesh': namespace('{}') + opened('{ ports: [{ port: 15020 }] }'),
    'other ports': namespace() + opened('{ ports: [{ port: 15021 }] }'),
    'rules without ports, which their own rule judges': namespace() + opened('{}'),
    'pods without a sidecar': `
apiVersion: v1
kind: Namespace
metadata: { name: apps }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: metrics, namespace: apps }
spec: { podSelector: {}, ingress: [{ ports: [{ port: 15020 }] }] }
`,
  },
  passes: {
    'accepts pods of a label anywhere':
      namespace() +
      opened(
        '{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: prometheus } } }], ports: [{ port: 15020 }] }',
      ),
  },
  fails: {
    'for everyone': [
      namespace() + opened('{ ports: [{ port: 8080 }] }, { ports: [{ port: 15000, endPort: 15100 }] }'),
      { object: 'NetworkPolicy apps/web', path: 'spec.ingress[1]', got: 'ports 15020, 15090 of web open to everyone' },
    ],
    'for every namespace': [
      namespace() + opened('{ from: [{ namespaceSelector: {} }], ports: [{ port: 15090 }] }'),
      { got: 'ports 15090 of web open to everyone' },
    ],
    'for every address': [
      namespace() + opened('{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 15020 }] }'),
      { path: 'spec.ingress[0]' },
    ],
  },
  notJudged: {
    'pods that are not among the files': [
      networkPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: 15020 }] }] }') + namespace(undefined, 'edge'),
      'Namespace apps is not among the files',
    ],
    'pods whose Namespace is not among the files': [
      `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: metrics, namespace: apps }
spec: { podSelector: {}, ingress: [{ ports: [{ port: 15020 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: enabled } }
`,
      'Namespace apps is not among the files',
    ],
  },
});
