import rule from '../../../../../lib/judge/policy/rules/istio/control-plane-is-reachable.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, meshConfig, namespace, networkPolicy } from '../../../model/istio/security-objects.js';

const egress = (to: string) =>
  deployment() +
  networkPolicy(`{ podSelector: {}, policyTypes: [Egress], egress: [{ ${to}ports: [{ port: 15012 }] }] }`);
const ambient = namespace('{ istio.io/dataplane-mode: ambient }') + deployment();
const ingress = (ports: string) => networkPolicy(`{ podSelector: {}, ingress: [{ ports: [${ports}] }] }`);

ruleTester(rule, {
  ignores: {
    'pods outside the mesh':
      namespace('{}') + deployment() + networkPolicy('{ podSelector: {}, policyTypes: [Egress] }'),
  },
  passes: {
    'accepts egress without peers': namespace() + egress(''),
    'accepts addresses': namespace() + egress('to: [{ ipBlock: { cidr: 10.0.0.0/8 } }], '),
    'accepts HBONE beside the port': ambient + ingress('{ port: 8080 }, { port: 15008 }'),
    'accepts that ambient is closed altogether': ambient + networkPolicy('{ podSelector: {} }'),
    'accepts sidecars without a NetworkPolicy': `
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
  notJudged: {
    'egress to addresses that may be those of istiod': [
      namespace() + egress('to: [{ ipBlock: { cidr: 192.0.2.0/24 } }], '),
      'whether 192.0.2.0/24 has the addresses of istiod is not known',
    ],
    'egress to Namespaces by labels, where that of istiod is not among the files': [
      namespace() + egress('to: [{ namespaceSelector: { matchLabels: { team: mesh } } }], '),
      'Namespace istio-system is not among the files',
    ],
    'ambient pods that declare no port': [
      namespace('{ istio.io/dataplane-mode: ambient }') +
        deployment({ container: 'image: a' }) +
        ingress('{ port: 8080 }'),
      'Deployment apps/web declares no port',
    ],
  },
  fails: {
    'for labels that the Namespace of istiod lacks': [
      namespace() +
        namespace('{ team: other }', 'istio-system') +
        egress('to: [{ namespaceSelector: { matchLabels: { team: mesh } } }], '),
      { object: 'Deployment apps/web' },
    ],
    'for another namespace': [
      namespace() +
        egress('to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-ingress } } }], '),
      {
        object: 'Deployment apps/web',
        path: 'spec.template.metadata',
        got: 'egress closed to port 15012 of istiod in namespace istio-system',
      },
    ],
    'where istiod is elsewhere': [
      namespace() +
        meshConfig('{}', 'istio', 'mesh') +
        egress('to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } } }], '),
      { got: 'egress closed to port 15012 of istiod in namespace mesh' },
    ],
    'for ambient without HBONE': [
      ambient + ingress('{ port: 8080 }'),
      { got: 'ingress closed to port 15008, in a namespace with istio.io/dataplane-mode: ambient' },
    ],
  },
});
