import rule from '../../../../../lib/judge/policy/rules/linkerd/network-peers-are-narrow.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { authorization, networkAuthentication, server, serverAuthorization } from '../../../model/linkerd/objects.js';

const byNetwork = '[{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }]';
const admitting = (networks: string, target?: string) =>
  server() + authorization(byNetwork, target) + networkAuthentication(networks);

/** A Gateway of the Gateway API, whose class makes pods with these labels. */
const gatewayApi = (labels: string) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: apps }
spec: { gatewayClassName: any, infrastructure: { labels: ${labels} }, listeners: [] }
`;

ruleTester(rule, {
  passes: {
    'accepts every address as a caller of the pods that a Gateway has made':
      gatewayApi('{ app: web }') + admitting('[{ cidr: 0.0.0.0/0 }]'),
    'accepts networks of one owner': admitting('[{ cidr: 172.16.0.0/12 }, { cidr: "fd00:1::/32" }]'),
    'accepts every address on a route': admitting(
      '[{ cidr: 0.0.0.0/0 }]',
      '{ group: policy.linkerd.io, kind: HTTPRoute, name: probe }',
    ),
    'accepts every address where an identity is asked for': serverAuthorization(
      '{ server: { name: web }, client: { networks: [{ cidr: 0.0.0.0/0 }], meshTLS: { identities: ["*"] } } }',
    ),
    'accepts a range that leaves the pods out': admitting('[{ cidr: 10.42.0.0/15, except: [10.42.0.0/16] }]'),
    'accepts a network that nothing refers to': networkAuthentication('[{ cidr: 0.0.0.0/0 }]'),
  },
  fails: {
    'with every address as a caller of pods beside a Gateway': [
      gatewayApi('{ app: edge }') + admitting('[{ cidr: 0.0.0.0/0 }]'),
      { got: '0.0.0.0/0, which is every address' },
    ],
    'with every address of IPv6': [
      admitting('[{ cidr: 192.0.2.1 }, { cidr: "::/0" }]'),
      { path: 'spec.networks', got: '192.0.2.1, ::/0, which is every address' },
    ],
    'with two halves, one of them listed twice': [
      admitting('[{ cidr: 0.0.0.0/1 }, { cidr: 0.0.0.0/1 }, { cidr: 128.0.0.0/1 }]'),
      { got: '0.0.0.0/1, 0.0.0.0/1, 128.0.0.0/1, which is every address' },
    ],
    'with a /8': [admitting('[{ cidr: 2.0.0.0/8 }]'), { got: '2.0.0.0/8, which is a range that no single party owns' }],
    'with the range of the pods by default': [
      admitting('[{ cidr: 10.42.0.0/16 }]', '{ kind: Namespace, name: apps }'),
      { got: '10.42.0.0/16, which is the range of the pods' },
    ],
    'with the range of the pods of a Node': [
      `${admitting('[{ cidr: 100.64.0.0/16 }]')}
---
apiVersion: v1
kind: Node
metadata: { name: one }
spec: { podCIDRs: [100.64.3.0/24] }
`,
      { got: '100.64.0.0/16, which is the range of the pods' },
    ],
    'in a ServerAuthorization': [
      serverAuthorization(
        '{ server: { name: web }, client: { networks: [{ cidr: 0.0.0.0/0 }], unauthenticated: true } }',
      ),
      { path: 'spec.client.networks' },
    ],
  },
});
