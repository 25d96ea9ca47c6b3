import rule from '../../../../../lib/judge/policy/rules/network/policy-peers-exist.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, networkPolicy } from '../../../model/linkerd/objects.js';

const from = (peer: string) => networkPolicy(`{ podSelector: {}, ingress: [{ from: [${peer}] }] }`);
const inNamespace = (name: string, selector: string) =>
  `{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name} } }, podSelector: ${selector} }`;

/** Pods with these labels, in every namespace of a team. */
const ofTeam = (labels: string, more = '') =>
  `{ namespaceSelector: { matchLabels: { team: a${more} } }, podSelector: { matchLabels: ${labels} } }`;
const namespaceA = `
---
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { team: a } }
`;

const SOLVER = '{ podSelector: { matchLabels: { acme.cert-manager.io/http01-solver: "true" } } }';
const issuer = (solver: string) => `
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: acme, namespace: apps }
spec: { acme: { server: https://acme.example, privateKeySecretRef: { name: account }, solvers: [{ ${solver} }] } }
`;

ruleTester(rule, {
  ignores: {
    'all pods, and addresses': deployment() + from('{ podSelector: {} }, { ipBlock: { cidr: 192.0.2.0/24 } }'),
    'addresses, whatever other fields the peer has':
      deployment() + from('{ ipBlock: { cidr: 192.0.2.0/24 }, podSelector: { matchLabels: { a: b } } }'),
  },
  passes: {
    'accepts the pods of a namespace by its labels': namespaceA + deployment() + from(ofTeam('{ app: web }')),
    'accepts the pods with which cert-manager answers a challenge':
      deployment() + from(SOLVER) + issuer('http01: { ingress: { class: istio } }'),
  },
  notJudged: {
    'pods of namespaces that share a label': [
      deployment() + from(ofTeam('{ a: b }')),
      'no pod that spec.ingress[0].from[0] selects is among the files',
    ],
    'pods of a Namespace whose labels are not known': [
      deployment() + from(ofTeam('{ app: web }', ', kubernetes.io/metadata.name: apps')),
      'Namespace apps is not among the files',
    ],
    'pods of a namespace of which nothing is known': [
      from(inNamespace('monitoring', '{ matchLabels: { a: b } }')),
      'no pod of namespace monitoring is among the files',
    ],
  },
  fails: {
    'for pods of a Namespace that lacks a label': [
      namespaceA.replace('team: a', 'team: b') +
        deployment() +
        from(ofTeam('{ app: web }', ', kubernetes.io/metadata.name: apps')),
      { path: 'spec.ingress[0].from[0].podSelector' },
    ],
    'where no challenge is answered by a pod': [
      deployment() + from(SOLVER) + issuer('dns01: { route53: {} }'),
      { path: 'spec.ingress[0].from[0].podSelector' },
    ],
    'for labels that no pod of the named namespace has': [
      deployment() +
        from(`{ podSelector: { matchLabels: { app: web } } }, ${inNamespace('apps', '{ matchLabels: { a: b } }')}`),
      {
        path: 'spec.ingress[0].from[1].podSelector',
        got: '{"matchLabels":{"a":"b"}}, which selects no pod of namespace apps',
      },
    ],
    'for egress': [
      deployment() +
        networkPolicy('{ podSelector: {}, egress: [{ to: [{ podSelector: { matchLabels: { app: db } } }] }] }'),
      { path: 'spec.egress[0].to[0].podSelector' },
    ],
  },
});
