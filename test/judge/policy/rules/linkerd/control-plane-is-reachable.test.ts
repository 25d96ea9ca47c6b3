import rule from '../../../../../lib/judge/policy/rules/linkerd/control-plane-is-reachable.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, networkPolicy } from '../../../model/linkerd/objects.js';

const TO = '[{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: linkerd } } }]';
const out = (ports: string, to = TO, dns = ', { ports: [{ protocol: UDP, port: 53 }] }') =>
  networkPolicy(`{ podSelector: {}, policyTypes: [Egress], egress: [{ to: ${to}, ports: [${ports}] }${dns}] }`);
const all = '{ port: 8080 }, { port: 8086 }, { port: 8090 }';
const byComponent = (name: string) =>
  `[{ namespaceSelector: {}, podSelector: { matchLabels: { linkerd.io/control-plane-component: ${name} } } }]`;

const dnsAt = (namespace: string, pods: string) =>
  `, { to: [{ namespaceSelector: { matchLabels: ${namespace} }, podSelector: { matchLabels: ${pods} } }], ports: [{ protocol: UDP, port: 53 }] }`;

ruleTester(rule, {
  ignores: {
    'pods without a policy for egress': deployment() + networkPolicy('{ podSelector: {} }'),
    'pods outside the mesh':
      deployment({ annotations: '{}' }) + networkPolicy('{ podSelector: {}, policyTypes: [Egress] }'),
  },
  passes: {
    'accepts DNS by name of its namespace and label of its pods':
      deployment() + out(all, TO, dnsAt('{ kubernetes.io/metadata.name: kube-system }', '{ k8s-app: kube-dns }')),
    'accepts address blocks, which may be those of the control plane':
      deployment() + out(all, '[{ ipBlock: { cidr: 10.0.0.0/8 } }]'),
    'accepts peers by component':
      deployment() +
      out('{ port: 8080 }', byComponent('identity')) +
      out('{ port: 8086, endPort: 8090 }', byComponent('destination')).replace('name: web', 'name: more'),
    'accepts a server of its own that declares the port':
      deployment() +
      deployment({ name: 'dns', annotations: '{}', container: 'ports: [{ containerPort: 53, protocol: UDP }]' }) +
      out(all, TO, dnsAt('{ kubernetes.io/metadata.name: apps }', '{ app: dns }')) +
      namespace(),
  },
  fails: {
    'for the one port that is missing, and says the effect': [
      deployment() + out('{ port: 8080 }, { port: 8086 }'),
      {
        object: 'Deployment apps/web',
        path: 'spec.template.metadata',
        got: 'no egress to ports 8090 of namespace linkerd',
        effect: 'The proxy learns no policy.',
        fix: 'Allow it with a NetworkPolicy of namespace apps.',
      },
    ],
    'for another namespace': [
      deployment() + out(all, '[{ podSelector: {} }]'),
      { got: 'no egress to ports 8080, 8086, 8090 of namespace linkerd' },
    ],
    'for the wrong component': [
      deployment() + out(all, byComponent('identity')),
      { got: 'no egress to ports 8086, 8090 of namespace linkerd' },
    ],
    'with DNS of labels that no server has': [
      deployment() + out(all, TO, dnsAt('{ kubernetes.io/metadata.name: kube-system }', '{ k8s-app: kubedns }')),
      { got: 'no egress to UDP port 53 of the DNS pods that distributions run' },
    ],
    'with DNS of a namespace that has none': [
      deployment() + out(all, TO, dnsAt('{ kubernetes.io/metadata.name: kube-dns }', '{ k8s-app: kube-dns }')),
      { got: 'no egress to UDP port 53 of the DNS pods that distributions run' },
    ],
    'without DNS': [deployment() + out(all, TO, ''), { got: 'no egress to UDP port 53' }],
    'with DNS over TCP alone': [
      deployment() + out(all, TO, ', { ports: [{ port: 53 }] }'),
      { got: 'no egress to UDP port 53' },
    ],
    'for DNS in namespaces by a label that kube-system does not have': [
      deployment() +
        namespace('{}', '{}', 'kube-system') +
        out(all, TO, dnsAt('{ team: platform }', '{ k8s-app: kube-dns }')),
      { got: 'no egress to UDP port 53 of the DNS pods that distributions run' },
    ],
  },
  notJudged: {
    'DNS of namespaces whose labels are not known': [
      deployment() + out(all, TO, dnsAt('{ role: dns }', '{ a: b }')),
      'Namespace kube-system is not among the files, so its labels are not known',
    ],
  },
});
