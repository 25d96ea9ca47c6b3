import rule from '../../../../../lib/judge/policy/rules/istio/deny-rules-cannot-be-bypassed.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, namespace, peers } from '../../../model/istio/security-objects.js';

const from = 'action: DENY, rules: [{ from: [{ source: { principals: [cluster.local/ns/edge/sa/gate] } }] }]';
const hosts = (list: string) => access(`action: DENY, rules: [{ to: [{ operation: { hosts: [${list}] } }] }]`);

ruleTester(rule, {
  ignores: {
    'hosts that are allowed': access('rules: [{ to: [{ operation: { hosts: [a.example.org] } }] }]'),
  },
  passes: {
    'accepts a host for which any port will do': hosts('"a.example.org*"'),
    'accepts every host': hosts('"*"'),
    'accepts a pattern with its port': hosts('"*.example.org", "*.example.org:443"'),
    'accepts identities where mTLS is strict': namespace() + deployment() + peers() + access(from),
    'accepts a denial of those without an identity':
      namespace() + deployment() + access('action: DENY, rules: [{ from: [{ source: { notPrincipals: ["*"] } }] }]'),
    'accepts identities where mTLS is strict, whatever ports there are':
      namespace() + deployment({ container: 'image: a' }) + peers() + access(from),
    'ignores pods outside the mesh': namespace('{}') + deployment() + access(from),
  },
  notJudged: {
    'identities for pods that are not among the files': [
      namespace() + access(from),
      'no pod that the policy selects is among the files',
    ],
    'identities for pods whose Namespace is not among the files': [
      deployment() + access(from, 'web', 'istio-system'),
      'Namespace apps is not among the files',
    ],
    'identities for pods that declare no port': [
      namespace() + deployment({ container: 'image: a' }) + access(from),
      'Deployment apps/web declares no port',
    ],
  },
  fails: {
    'for each host that has no twin with a port': [
      hosts('a.example.org, "a.example.org:*", b.example.org'),
      {
        path: 'spec.rules[0].to[0].operation.hosts[2]',
        got: 'b.example.org',
        expected: 'b.example.org and b.example.org:*',
      },
    ],
    'for a pattern': [
      hosts('"*.example.org"'),
      { got: '*.example.org', expected: '*.example.org and *.example.org:443, with each port that is served' },
    ],
    'for an identity that callers may leave out': [
      namespace() + deployment() + peers('{ mtls: { mode: PERMISSIVE } }') + access(from),
      {
        path: 'spec.rules[0].from[0].source.principals',
        got: 'cluster.local/ns/edge/sa/gate can still call web:8080 in plaintext, because PeerAuthentication apps/default sets PERMISSIVE',
        expected: 'mTLS mode STRICT at web:8080',
      },
    ],
    'for a policy that refuses nothing': [access('action: DENY'), { path: 'spec.rules', got: 'no rule' }],
  },
});
