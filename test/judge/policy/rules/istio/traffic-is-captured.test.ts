import rule from '../../../../../lib/judge/policy/rules/istio/traffic-is-captured.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, service } from '../../../model/istio/security-objects.js';

const KEY = 'traffic.sidecar.istio.io/';
const pods = (annotations: string, labels = '{ istio-injection: enabled }') =>
  namespace(labels) + deployment({ annotations: `{ ${annotations} }` });

ruleTester(rule, {
  ignores: {
    'pods outside the mesh': pods(`${KEY}excludeInboundPorts: "8080"`, '{}'),
  },
  passes: {
    'accepts every port': pods(`${KEY}includeInboundPorts: "*", ${KEY}includeOutboundIPRanges: "*"`),
    'accepts a list that holds every port': pods(`${KEY}includeInboundPorts: "8080,9090"`),
    'accepts outbound ports of Services outside the mesh':
      pods(`${KEY}excludeOutboundPorts: "5432"`) + service('[{ port: 5432 }]', 'db'),
    'accepts a range outside the cluster': pods(`${KEY}excludeOutboundIPRanges: "192.0.2.0/24"`),
    'accepts private addresses beside those that a Node gives to pods':
      pods(`${KEY}excludeOutboundIPRanges: "172.20.0.0/16"`) +
      '\n---\n{ apiVersion: v1, kind: Node, metadata: { name: a }, spec: { podCIDRs: [10.9.0.0/24] } }\n',
    'accepts how traffic is captured': pods('sidecar.istio.io/interceptionMode: TPROXY'),
    'leaves annotations for sidecars to pods with one': `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "8080" } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`,
  },
  notJudged: {
    'private addresses of which nobody knows whether pods have them': [
      pods(`${KEY}excludeOutboundIPRanges: "172.20.0.0/16"`),
      'no Node among the files says whether 172.20.0.0/16 has pods',
    ],
    'ports that are left out of pods that declare none': [
      namespace() + deployment({ annotations: `{ ${KEY}excludeInboundPorts: "8080" }`, container: 'image: a' }),
      'Deployment apps/web declares no port',
    ],
    'a list of ports of pods that declare none': [
      namespace() + deployment({ annotations: `{ ${KEY}includeInboundPorts: "8080" }`, container: 'image: a' }),
      'Deployment apps/web declares no port',
    ],
    'the port of a Service that may be in the mesh': [
      pods(`${KEY}excludeOutboundPorts: "5432"`) +
        deployment({ name: 'db', namespace: 'data' }) +
        service('[{ port: 5432 }]', 'db').replace('namespace: apps', 'namespace: data'),
      'Namespace data is not among the files',
      'Namespace data is not among the files',
    ],
  },
  fails: {
    'for a port that is left out, and says the effect': [
      pods(`${KEY}excludeInboundPorts: "1, 8080"`),
      {
        object: 'Deployment apps/web',
        path: `spec.template.metadata.annotations["${KEY}excludeInboundPorts"]`,
        got: '1, 8080, which includes web:8080',
        effect:
          'The pod serves everyone who reaches it there in plaintext, past every PeerAuthentication and AuthorizationPolicy.',
        fix: 'Remove 8080.',
      },
    ],
    'for a port that only a Service tells of': [
      namespace() +
        service() +
        deployment({ annotations: `{ ${KEY}excludeInboundPorts: "8080" }`, container: 'image: a' }),
      { got: '8080, which includes web:8080' },
    ],
    'for a list without a port': [
      pods(`${KEY}includeInboundPorts: "9090"`),
      { path: `spec.template.metadata.annotations["${KEY}includeInboundPorts"]`, got: '9090, without web:8080' },
    ],
    'for a list that is empty': [pods(`${KEY}includeInboundPorts: ""`), { got: 'no port, without web:8080' }],
    'for the port of a Service in the mesh': [
      pods(`${KEY}excludeOutboundPorts: "80"`) + service(),
      {
        got: '80, which includes port 80 of Service apps/web in the mesh',
        effect: 'Calls to apps/web leave in plaintext and without an identity, and STRICT refuses them.',
        fix: 'Remove 80.',
      },
    ],
    'for the addresses of pods': [
      pods(`${KEY}excludeOutboundIPRanges: "10.0.0.0/8"`),
      { got: '10.0.0.0/8, which includes other pods' },
    ],
    'for every address': [
      pods(`${KEY}excludeOutboundIPRanges: "0.0.0.0/0"`),
      { got: '0.0.0.0/0, which is every address' },
    ],
    'for interfaces': [pods(`${KEY}excludeInterfaces: eth1`), { got: 'eth1', expected: 'no such annotation' }],
    'for no capture at all': [
      pods('sidecar.istio.io/interceptionMode: NONE'),
      { got: 'NONE', expected: 'REDIRECT or TPROXY' },
    ],
    'for some outbound addresses only': [pods(`${KEY}includeOutboundIPRanges: ""`), { got: 'no range' }],
    'for ambient pods that opt out of ztunnel': [
      pods('ambient.istio.io/bypass-inbound-capture: "true"', '{ istio.io/dataplane-mode: ambient }'),
      { path: 'spec.template.metadata.annotations["ambient.istio.io/bypass-inbound-capture"]', got: 'true' },
    ],
  },
});
