import rule from '../../../../../lib/judge/policy/rules/istio/principals-exist.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, account, meshConfig, namespace } from '../../../model/istio/security-objects.js';

const edge = namespace('{}', 'edge') + account('gate', 'edge');
const named = (principal: string) => access(`rules: [{ from: [{ source: { principals: ["${principal}"] } }] }]`);
const PATH = 'spec.rules[0].from[0].source.principals[0]';

ruleTester(rule, {
  ignores: {
    patterns: edge + named('*/sa/any') + named('cluster.local/ns/edge/*'),
    'the account that every namespace has': edge + named('cluster.local/ns/edge/sa/default'),
    'the account that istiod makes for a Gateway':
      edge +
      '\n---\n{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: public, namespace: edge } }\n' +
      named('cluster.local/ns/edge/sa/public-istio'),
  },
  passes: {
    'accepts an account without its trust domain':
      edge + access('rules: [{ from: [{ source: { serviceAccounts: [edge/gate] } }] }]'),
    'accepts the name that means the trust domain of any mesh': edge + named('cluster.local/ns/edge/sa/gate'),
    'accepts an alias of the trust domain':
      edge + meshConfig('{ trustDomainAliases: [old.example] }') + named('old.example/ns/edge/sa/gate'),
  },
  fails: {
    'for an account that is not there': [
      edge + named('cluster.local/ns/edge/sa/gat'),
      {
        path: PATH,
        got: 'cluster.local/ns/edge/sa/gat',
        expected: 'a ServiceAccount of namespace edge',
        fix: 'Correct the name (did you mean gate?) or the namespace, or add the ServiceAccount.',
      },
    ],
    'for the scheme': [
      named('spiffe://cluster.local/ns/edge/sa/gate'),
      {
        path: PATH,
        expected: '<trust domain>/ns/<namespace>/sa/<account>',
        effect: 'It matches nobody.',
        fix: 'Remove spiffe://, which Istio adds itself.',
      },
    ],
    'for a name of another form': [named('gate'), { got: 'gate' }],
    'for another trust domain': [
      edge + meshConfig('{ trustDomain: a.example }') + named('cluster.local/ns/edge/sa/gate'),
      { got: 'cluster.local/ns/edge/sa/gate', expected: 'trust domain a.example' },
    ],
    'for who is refused': [
      edge + access('action: DENY, rules: [{ from: [{ source: { notPrincipals: [cluster.local/ns/edge/sa/gat] } }] }]'),
      { path: 'spec.rules[0].from[0].source.notPrincipals[0]' },
    ],
    'for an account without its namespace': [
      namespace() + access('rules: [{ from: [{ source: { serviceAccounts: [api] } }] }]'),
      {
        path: 'spec.rules[0].from[0].source.serviceAccounts[0]',
        expected: 'a ServiceAccount of namespace apps',
      },
    ],
    'for a condition': [
      edge + access('rules: [{ when: [{ key: source.principal, values: [cluster.local/ns/edge/sa/gat] }] }]'),
      { path: 'spec.rules[0].when[0].values[0]' },
    ],
  },
  notJudged: {
    'the trust domain of a mesh whose control plane is not among the files': [
      edge + named('a.example/ns/edge/sa/gate'),
      'no control plane of Istio, which has the trust domain, is among the files',
    ],
    'an account of a namespace that is not among the files': [
      named('cluster.local/ns/other/sa/any'),
      'Namespace other is not among the files',
    ],
    'another trust domain for a namespace of another cluster': [
      meshConfig() + named('other.example/ns/far/sa/gate'),
      'Namespace far is not among the files',
    ],
  },
});
