import rule from '../../../../../lib/judge/policy/rules/linkerd/identity-is-narrow.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { authorization, meshTls, serverAuthorization } from '../../../model/linkerd/objects.js';

ruleTester(rule, {
  passes: {
    'accepts all of one namespace': meshTls('{ identities: ["*.edge.serviceaccount.identity.linkerd.cluster.local"] }'),
    'accepts a SPIFFE identity': meshTls('{ identities: ["spiffe://example.org/vm"] }'),
    'accepts a reference to a namespace': meshTls('{ identityRefs: [{ kind: Namespace, name: edge }] }'),
  },
  fails: {
    'with the whole mesh': [
      meshTls(
        '{ identities: ["a.b.serviceaccount.identity.linkerd.cluster.local", "*.serviceaccount.identity.linkerd.cluster.local"] }',
      ),
      { object: 'MeshTLSAuthentication apps/callers', path: 'spec.identities[1]' },
    ],
    'with a domain': [meshTls('{ identities: ["*.cluster.local"] }'), { got: '*.cluster.local' }],
    'with the account default': [
      meshTls(
        '{ identityRefs: [{ kind: ServiceAccount, name: web }, { kind: ServiceAccount, name: default, namespace: edge }] }',
      ),
      { path: 'spec.identityRefs[1].name', got: 'the account default of namespace edge' },
    ],
    'with the account default in a policy': [
      authorization('[{ kind: ServiceAccount, name: default }]'),
      { path: 'spec.requiredAuthenticationRefs[0].name', got: 'the account default of namespace apps' },
    ],
    'in a ServerAuthorization': [
      serverAuthorization(
        '{ server: { name: web }, client: { meshTLS: { identities: ["*"], serviceAccounts: [{ name: default }] } } }',
      ),
      { path: 'spec.client.meshTLS.identities[0]', got: '*' },
      { path: 'spec.client.meshTLS.serviceAccounts[0].name' },
    ],
  },
});
