import { INSTALL_KINDS, installsOf, rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { namespacePolicies } from '../../../model/istio/peer-authentication.js';
import { defineRule } from '../../rule.js';

const mesh = `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "" }
`;
const inNamespace = (namespace: string) => `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: ${namespace} }
spec: { mtls: { mode: STRICT } }
`;

export default defineRule({
  id: 'istio/mesh-default-is-strict',
  severity: 'warning',
  scope: 'cluster',
  summary: 'The root namespace has a PeerAuthentication for the whole mesh.',
  rationale:
    'What the root namespace says holds for every namespace that says nothing, among them those that join the mesh later: without STRICT there they take plain text from anyone.',
  source:
    'https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#globally-enabling-istio-mutual-tls-in-strict-mode',
  appliesTo: INSTALL_KINDS,
  passes: mesh + inNamespace('istio-system'),
  fails: mesh + inNamespace('apps'),
  *check(cluster) {
    const root = rootNamespaceOf(cluster);
    const [install] = installsOf(cluster);
    if (install === undefined || namespacePolicies(root, cluster).length > 0) return;
    yield {
      resource: install.resource,
      path: 'metadata.name',
      got: `no PeerAuthentication without a selector in the root namespace ${root}`,
      expected: 'one with mode STRICT',
      fix: 'Add it: as it stands namespaces without a PeerAuthentication of their own take plain text beside mTLS.',
    };
  },
});
