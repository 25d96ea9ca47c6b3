import rule from '../../../../../lib/judge/policy/rules/linkerd/network-policy-opens-the-proxy-port.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, networkPolicy } from '../../../model/linkerd/objects.js';

const pair = deployment() + deployment({ name: 'gateway', container: 'image: a' });
const ingress = (ports: string, from = '[{ podSelector: { matchLabels: { app: gateway } } }]') =>
  networkPolicy(`{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: ${from}, ports: ${ports} }] }`);
const egress = (ports: string, more = '') =>
  networkPolicy(
    `{ podSelector: { matchLabels: { app: gateway } }, policyTypes: [Egress], egress: [{ to: [{ podSelector: { matchLabels: { app: web } } }], ports: ${ports} }${more}] }`,
    'gateway',
  );

ruleTester(rule, {
  ignores: {
    'a policy of pods outside the mesh': deployment({ annotations: '{}' }) + ingress('[{ port: 8080 }]'),
    'servers outside the mesh':
      namespace() + deployment({ annotations: '{}' }) + deployment({ name: 'gateway' }) + ingress('[{ port: 8080 }]'),
  },
  passes: {
    'accepts a rule without ports':
      pair + networkPolicy('{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }'),
    'accepts a range that holds it': pair + ingress('[{ port: 4143, endPort: 8080 }]'),
    'accepts what another policy opens':
      pair +
      ingress('[{ port: 8080 }]') +
      ingress('[{ port: 4143 }]').replace('name: web, namespace', 'name: mesh, namespace'),
    'accepts what another rule opens': pair + egress('[{ port: http }]', ', { ports: [{ port: 4143 }] }'),
    'accepts callers outside the mesh':
      namespace() + deployment() + deployment({ name: 'gateway', annotations: '{}' }) + ingress('[{ port: 8080 }]'),
    'accepts address blocks': pair + ingress('[{ port: 8080 }]', '[{ ipBlock: { cidr: 10.0.0.0/8 } }]'),
    'accepts a port that the server does not have': pair + ingress('[{ port: 9090 }]'),
    'accepts a UDP port': pair + ingress('[{ port: 8080, protocol: UDP }]'),
    'accepts a port that the server takes past its proxy':
      deployment({ annotations: '{ linkerd.io/inject: enabled, config.linkerd.io/skip-inbound-ports: "8080" }' }) +
      deployment({ name: 'gateway' }) +
      ingress('[{ port: 8080 }]'),
  },
  fails: {
    'on the way in, by the name of the port': [
      pair + ingress('[{ port: http }]'),
      {
        object: 'NetworkPolicy apps/web',
        path: 'spec.ingress[0].ports',
        got: '[{"port":"http"}]',
        expected: 'port 4143 as well, on which the meshed gateway arrives',
      },
    ],
    'on the way out': [
      pair + egress('[{ port: 8080 }]'),
      {
        object: 'NetworkPolicy apps/gateway',
        path: 'spec.egress[0].ports',
        expected: 'port 4143 as well, through which the meshed web is reached',
      },
    ],
    'where another rule opens it to another peer': [
      pair +
        egress(
          '[{ port: 8080 }]',
          ', { to: [{ podSelector: { matchLabels: { app: api } } }], ports: [{ port: 4143 }] }',
        ),
      { path: 'spec.egress[0].ports' },
    ],
    'with a range that ends before it': [pair + ingress('[{ port: 8080 }, { port: 4000, endPort: 4142 }]'), {}],
    'with a caller in another namespace, known by a label': [
      namespace('{}', '{ zone: edge }', 'edge') +
        deployment() +
        deployment({ name: 'gateway', namespace: 'edge' }) +
        ingress('[{ port: 8080 }]', '[{ namespaceSelector: { matchLabels: { zone: edge } } }]'),
      { path: 'spec.ingress[0].ports' },
    ],
  },
  notJudged: {
    'callers of which no pod is known': [
      deployment() + ingress('[{ port: 8080 }]'),
      'no pod that the rule names is among the files',
    ],
    'callers that may be meshed': [
      deployment() + deployment({ name: 'gateway', annotations: '{}' }) + ingress('[{ port: 8080 }]'),
      'Namespace apps is not among the files',
    ],
    'a policy of pods that may be meshed': [
      deployment({ annotations: '{}' }) + deployment({ name: 'gateway' }) + ingress('[{ port: 8080 }]'),
      'Namespace apps is not among the files',
    ],
  },
});
