import rule from '../../../../../lib/judge/policy/rules/istio/server-first-ports-are-declared.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'pods without a sidecar': bad.replace('istio-injection: enabled', 'istio.io/dataplane-mode: ambient'),
  },
  passes: {
    'accepts an appProtocol': bad.replace('port: 4222 }] }\n---', 'port: 4222, appProtocol: tcp }] }\n---'),
    'accepts ports whose client speaks first': bad.replaceAll('4222', '5432'),
  },
  fails: {
    'of NATS': [
      bad,
      {
        path: 'spec.ports[0].name',
        got: 'client for port 4222, where pods speak NATS',
        expected: 'tcp, alone or before a hyphen',
      },
    ],
    'that are said to be HTTP': [
      bad.replace('name: client, port: 4222', 'name: http, port: 4222'),
      { got: 'http for port 4222, where pods speak NATS and not HTTP' },
    ],
    'by the name of the container port': [
      bad.replaceAll('4222', '9000').replace('[{ name: client, containerPort', '[{ name: mysql-x, containerPort'),
      { got: 'client for port 9000, where pods speak mysql' },
    ],
  },
  notJudged: {
    'a Service whose Namespace is not among the files': [
      `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: client, port: 4222 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 4222 }] }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: enabled } }
`,
      'Namespace apps is not among the files',
    ],
  },
});
