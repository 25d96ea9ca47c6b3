import { AUTHORIZATION_POLICY, MESH_TLS, SERVER_AUTHORIZATION } from '../../../model/linkerd/authorization.js';
import { accountRefs, identityTexts } from '../../../model/linkerd/identities.js';
import { defineRule } from '../../rule.js';

/** A wildcard for the accounts of one namespace, as Linkerd itself makes of a Namespace reference. */
const ONE_NAMESPACE = /^\*\.[^.*]+\.serviceaccount\.identity\./;

export default defineRule({
  id: 'linkerd/identity-is-narrow',
  severity: 'error',
  scope: 'object',
  summary: 'Every identity that a policy admits is that of one workload or one namespace.',
  rationale:
    'A wildcard over namespaces admits every workload of the mesh, and the account default every workload that has none of its own: a policy of that kind tells no caller from another.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#meshtlsauthentication',
  appliesTo: [MESH_TLS, AUTHORIZATION_POLICY, SERVER_AUTHORIZATION],
  passes: `
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: callers, namespace: apps }
spec: { identities: ["gateway.edge.serviceaccount.identity.linkerd.cluster.local"] }
`,
  fails: `
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: { name: callers, namespace: apps }
spec: { identities: ["*"] }
`,
  *check(resource) {
    for (const { path, text } of identityTexts(resource)) {
      if (!text.startsWith('*') || ONE_NAMESPACE.test(text)) continue;
      yield {
        path,
        got: text,
        expected: 'the identity of a workload, or of all of one namespace',
        fix: 'Name the callers, best by identityRefs to their ServiceAccounts.',
      };
    }
    for (const { path, name, namespace } of accountRefs(resource)) {
      if (name !== 'default') continue;
      yield {
        path,
        got: `the account default of namespace ${namespace}`,
        expected: 'an account that one workload has for itself',
        fix: 'Give the caller a ServiceAccount of its own and name that: every pod that names none runs as default.',
      };
    }
  },
});
