import rule from '../../../../../lib/judge/policy/rules/network/policy-names-its-peers.js';
import { documents, object, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const policy = (rules: string) => object('networking.k8s.io/v1', 'NetworkPolicy', `spec: { ${rules} }`);
const controller = (rules: string) =>
  policy(`podSelector: { matchLabels: { linkerd.io/control-plane-component: identity } }, ${rules}`);

const everyone = 'spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }] }';
const gateway = (labels: string) =>
  documents(
    pod('{ containers: [{ name: istio-proxy }] }'),
    object('networking.istio.io/v1', 'Gateway', `spec: { selector: ${labels}, servers: [] }`),
    object('networking.k8s.io/v1', 'NetworkPolicy', everyone),
  );

ruleTester(rule, {
  passes: {
    'accepts everyone as a caller of the pods that a Gateway has made': documents(
      object('gateway.networking.k8s.io/v1', 'Gateway', 'spec: { infrastructure: { labels: { app: edge } } }'),
      policy('podSelector: { matchLabels: { app: edge } }, ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }]'),
    ),
    'accepts everyone as a caller of a gateway': gateway('{ app: web }'),
    'accepts a policy without rules': object(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'spec: { podSelector: {}, policyTypes: [Ingress] }',
    ),
    'accepts egress to everywhere for the web': policy(
      'egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 443 }, { port: 53, protocol: UDP }] }]',
    ),
    'accepts all pods of its own namespace, and namespaces by label': policy(
      'ingress: [{ from: [{ podSelector: {} }, { namespaceSelector: { matchExpressions: [{ key: team, operator: Exists }] } }] }]',
    ),
    'accepts everyone as a caller of the control plane of a mesh': controller(
      'ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 8080 }] }, { ports: [{ port: 8443 }] }]',
    ),
    'accepts private networks': policy('ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }]'),
  },
  fails: {
    'for ingress from everywhere to pods that no gateway selects': [gateway('{}'), { got: '0.0.0.0/0' }],
    'for absent and empty lists in both directions, in the second rule too': [
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: { ingress: [{ from: [{ podSelector: {} }] }, { from: [] }], egress: [{ ports: [{ port: 53 }] }] }',
      ),
      { path: 'spec.egress[0].to', got: 'nothing' },
      { path: 'spec.ingress[1].from', got: 'an empty list', effect: 'The rule allows everyone.' },
    ],
    'for ingress from everywhere': [
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: { ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }, { ipBlock: { cidr: "::/0" } }] }] }',
      ),
      { path: 'spec.ingress[0].from[0].ipBlock.cidr', got: '10.0.0.0/8, ::/0' },
    ],
    'for two halves of the address space, and for a /8 that nobody has': [
      policy(
        'ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/1 } }, { ipBlock: { cidr: 128.0.0.0/1 } }] }, { from: [{ ipBlock: { cidr: 2.0.0.0/8 } }] }]',
      ),
      { path: 'spec.ingress[0].from[0].ipBlock.cidr', got: '0.0.0.0/1, 128.0.0.0/1' },
      { path: 'spec.ingress[1].from[0].ipBlock.cidr', got: '2.0.0.0/8' },
    ],
    'for egress to everywhere but the web': [
      policy(
        'egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }, { to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 443, endPort: 8443 }] }, { to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 443 }, { port: 25 }] }]',
      ),
      { path: 'spec.egress[0].to[0].ipBlock.cidr', expected: 'the addresses that the pods have to reach' },
      { path: 'spec.egress[1].to[0].ipBlock.cidr' },
      { path: 'spec.egress[2].to[0].ipBlock.cidr' },
    ],
    'for what the control plane of a mesh may reach': [
      controller('egress: [{ to: [{ namespaceSelector: {} }] }, { ports: [{ port: 8080 }] }]'),
      { path: 'spec.egress[0].to[0].namespaceSelector', got: 'every pod of the cluster' },
      { path: 'spec.egress[1].to', got: 'nothing' },
    ],
    'for pods of another label of the mesh': [
      policy(
        'podSelector: { matchLabels: { linkerd.io/control-plane-ns: linkerd } }, ingress: [{ ports: [{ port: 8080 }] }]',
      ),
      { path: 'spec.ingress[0].from', got: 'nothing' },
    ],
    'for every namespace': [
      policy(
        'ingress: [{ from: [{ namespaceSelector: {} }, { namespaceSelector: { matchLabels: {} }, podSelector: { matchLabels: { app: web } } }] }]',
      ),
      { path: 'spec.ingress[0].from[0].namespaceSelector', got: 'every pod of the cluster' },
      { path: 'spec.ingress[0].from[1].namespaceSelector', got: 'pods of every namespace' },
    ],
  },
});
