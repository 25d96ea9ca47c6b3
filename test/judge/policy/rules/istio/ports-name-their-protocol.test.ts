import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/ports-name-their-protocol.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'the Service of a gateway': bad.replace('containers: [{ name: web', 'containers: [{ name: istio-proxy'),
    'Services outside the mesh': bad.replace('istio-injection: enabled', 'team: web'),
    'the Services of gateways that Istio deploys': `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, labels: { gateway.istio.io/managed: istio.io-gateway-controller } }
spec: { selector: { app: web }, ports: [{ name: web, port: 80 }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`,
  },
  passes: {
    'accepts an appProtocol': bad.replace('name: web, port', 'name: web, appProtocol: kubernetes.io/h2c, port'),
    'accepts UDP': bad.replace('port: 8080', 'port: 8080, protocol: UDP'),
    'accepts ports that Istio knows': bad.replace('port: 8080', 'port: 3306'),
  },
  fails: {
    'of a name that is no protocol': [bad, { path: 'spec.ports[0].name', got: 'web for port 8080 of Pod apps/web' }],
    'of a port without a name': [
      bad.replace('name: web, port', 'port'),
      { got: 'nothing for port 8080 of Pod apps/web' },
    ],
    'of a name without a hyphen': [
      bad.replace('name: web, port', 'name: httpweb, port'),
      { path: 'spec.ports[0].name' },
    ],
    'of an ExternalName that takes a whole port': [
      bad
        .replace('selector: { app: web }', 'type: ExternalName, externalName: db.example.com')
        .replace('name: web, port', 'name: tcp, port'),
      { got: 'tcp for port 8080', effect: expect.stringContaining('every connection to it') },
    ],
  },
  notJudged: {
    'an ExternalName whose Namespace is not among the files': [
      `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: apps }
spec: { type: ExternalName, externalName: db.example.com, ports: [{ name: tcp, port: 5432 }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: enabled } }
`,
      'Namespace apps is not among the files',
    ],
    'a Service whose Namespace is not among the files': [
      `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: web, port: 80 }] }
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
