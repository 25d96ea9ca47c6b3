import { INSTALL_KINDS, installsOf, rootNamespaceOf } from '../../istio/mesh-config.js';
import { modeIn, namespacePolicies } from '../../istio/peer-authentication.js';
import { PEER_AUTHENTICATION } from '../../istio/selectors.js';
import { valueAt } from '../../read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/mesh-default-is-strict',
  severity: 'warning',
  scope: 'cluster',
  summary: 'The root namespace says STRICT for the whole mesh.',
  rationale:
    'What the root namespace says holds for every namespace that says nothing, among them those that join the mesh later: without STRICT there they take plain text from anyone.',
  source:
    'https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#globally-enabling-istio-mutual-tls-in-strict-mode',
  appliesTo: [PEER_AUTHENTICATION, ...INSTALL_KINDS],
  passes: example('STRICT'),
  fails: example('PERMISSIVE'),
  *check(cluster) {
    const root = rootNamespaceOf(cluster);
    const [policy] = namespacePolicies(root, cluster);
    const mode = modeIn(valueAt(policy?.object, 'spec', 'mtls'));
    if (mode === 'STRICT') return;
    const effect = `as it stands namespaces without a PeerAuthentication of their own take ${mode === 'DISABLE' ? 'plain text alone' : 'plain text beside mTLS'}`;
    const [install] = installsOf(cluster);
    if (policy !== undefined) {
      yield {
        subject: policy,
        path: 'spec.mtls.mode',
        got: mode ?? 'nothing, which is PERMISSIVE for the mesh',
        expected: 'STRICT',
        fix: `Set it: ${effect}.`,
      };
    } else if (install !== undefined) {
      yield {
        subject: install.subject,
        path: 'metadata.name',
        got: `no PeerAuthentication without a selector in the root namespace ${root}`,
        expected: 'one with mode STRICT',
        fix: `Add it: ${effect}.`,
      };
    }
  },
});

function example(mode: string): string {
  return `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: istio-system }
spec: { mtls: { mode: ${mode} } }
`;
}
