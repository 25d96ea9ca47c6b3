import rule from '../../../../../lib/judge/policy/rules/linkerd/authorization-names-its-peers.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { authorization, meshTls, networkAuthentication } from '../../../model/linkerd/objects.js';

const MESH = '{ group: policy.linkerd.io, kind: MeshTLSAuthentication, name: callers }';
const NET = '{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }';
const callers = meshTls('{ identities: ["*"] }');
const path = 'spec.requiredAuthenticationRefs';

ruleTester(rule, {
  passes: {
    'accepts identity and network together': authorization(`[${MESH}, ${NET}]`) + callers + networkAuthentication(),
    'accepts a ServiceAccount without group': authorization(),
    'accepts an authentication of another namespace':
      authorization(`[{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes, namespace: mesh }]`) +
      networkAuthentication().replace('namespace: apps', 'namespace: mesh'),
  },
  fails: {
    'with an empty list': [authorization('[]'), { path, got: 'an empty list' }],
    'without the group': [
      authorization('[{ kind: MeshTLSAuthentication, name: callers }]') + callers,
      { path: `${path}[0].group`, got: 'MeshTLSAuthentication', expected: 'policy.linkerd.io/MeshTLSAuthentication' },
    ],
    'with another kind': [authorization('[{ kind: User, name: root }]'), { path: `${path}[0].kind`, got: 'User' }],
    'with one that does not exist': [
      authorization(`[${MESH}]`),
      { path: `${path}[0].name`, got: 'callers', expected: 'a MeshTLSAuthentication of namespace apps' },
    ],
    'with one of another namespace': [
      authorization(`[${NET}]`) + networkAuthentication().replace('namespace: apps', 'namespace: mesh'),
      { path: `${path}[0].name` },
    ],
    'with two identities': [
      authorization(`[${MESH}, { kind: ServiceAccount, name: gateway }]`) + callers,
      { path: `${path}[1]`, got: 'number 2 of 2', expected: 'at most one MeshTLSAuthentication or ServiceAccount' },
    ],
    'with two networks': [
      authorization(`[${NET}, ${NET}]`) + networkAuthentication(),
      { path: `${path}[1]`, expected: 'at most one NetworkAuthentication' },
    ],
  },
});
