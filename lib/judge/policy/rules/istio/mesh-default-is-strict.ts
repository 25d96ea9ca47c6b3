import { Field } from '../../../../manifest/field.js';
import { INSTALL_KINDS, type Install, installsOf, rootNamespaceOf } from '../../../model/istio/mesh-config.js';
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

export default defineRule<Install>({
  id: 'istio/mesh-default-is-strict',
  severity: 'warning',
  scope: 'cluster',
  summary: 'The root namespace has a PeerAuthentication for the whole mesh.',
  rationale:
    'The mode of the root namespace applies to every namespace that sets none, also to those that join the mesh later: without STRICT there, they accept plaintext from anyone.',
  source:
    'https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#globally-enabling-istio-mutual-tls-in-strict-mode',
  appliesTo: INSTALL_KINDS,
  reads: ['security.istio.io/PeerAuthentication'],
  passes: mesh + inNamespace('istio-system'),
  fails: mesh + inNamespace('apps'),
  about: (cluster) => installsOf(cluster).slice(0, 1),
  *check({ resource }, cluster) {
    const root = rootNamespaceOf(cluster);
    if (namespacePolicies(root, cluster).length > 0) return;
    yield Field.of(resource)
      .at('metadata', 'name')
      .violation({
        got: `no PeerAuthentication without a selector in the root namespace ${root}`,
        expected: 'one with mode STRICT',
        effect: 'Namespaces without a PeerAuthentication of their own accept plaintext beside mTLS.',
        fix: 'Add it.',
      });
  },
});
