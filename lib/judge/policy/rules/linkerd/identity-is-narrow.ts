import { AUTHORIZATION_POLICY, MESH_TLS, SERVER_AUTHORIZATION } from '../../../model/linkerd/authorization.js';
import { accountRefs, identityTexts, namespaceOfWildcard } from '../../../model/linkerd/identities.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/identity-is-narrow',
  severity: 'error',
  scope: 'object',
  summary: 'Every identity that a policy admits belongs to one workload or one namespace.',
  rationale:
    'A wildcard over namespaces admits every workload of the mesh, and the account default every workload without an account of its own. Such a policy does not tell callers apart.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#meshtlsauthentication',
  appliesTo: [MESH_TLS, AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  passes: example('"gateway.edge.serviceaccount.identity.linkerd.cluster.local"'),
  fails: example('"*"'),
  *check(resource) {
    for (const { field, text } of identityTexts(resource)) {
      if (!text.startsWith('*') || namespaceOfWildcard(text) !== undefined) continue;
      yield field.violation({
        expected: 'the identity of one workload, or a wildcard for one namespace',
        fix: 'Name the callers, ideally by identityRefs to their ServiceAccounts.',
      });
    }
    for (const { field, name, namespace } of accountRefs(resource)) {
      if (name !== 'default') continue;
      yield field.violation({
        got: `the account default of namespace ${namespace}`,
        expected: 'an account that only one workload uses',
        effect: 'Every pod that names no account runs as default.',
        fix: 'Give the caller a ServiceAccount of its own, and name that.',
      });
    }
  },
});

function example(identity: string): string {
  return `
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: callers, namespace: apps }
spec: { identities: [${identity}] }
`;
}
