import { listed } from '../../../../manifest/listed.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { configuredAnchors, deliveredAnchors } from '../../../model/linkerd-control-plane/trust.js';
import { certificatesIn } from '../../../model/trust/known-certificates.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { EXAMPLE_ROOTS, indented } from '../../examples/roots.js';
import { defineRule } from '../../rule.js';

const [first, second] = EXAMPLE_ROOTS;
const roots = `---
apiVersion: v1
kind: ConfigMap
metadata: { name: linkerd-identity-trust-roots, namespace: linkerd }
data:
  ca-bundle.crt: |
${indented(first, 4)}`;
const config = (pem: string) => configExample('identityTrustAnchorsPEM: |', ...indented(pem.trim(), 2).split('\n'));

export default defineRule({
  id: 'linkerd-control-plane/trust-anchors-agree',
  severity: 'error',
  scope: 'cluster',
  summary: 'The trust anchors in linkerd-config are those that ConfigMap linkerd-identity-trust-roots gets.',
  rationale:
    'The identity controller and the proxies read the ConfigMap, `linkerd check` and the check of multicluster read linkerd-config: where they differ, the checks pass on what nobody uses.',
  source: 'https://github.com/linkerd/linkerd2/issues/7449',
  appliesTo: ['ConfigMap'],
  passes: controllerExample() + roots + config(first),
  fails: controllerExample() + roots + config(second),
  *check(cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install?.config === undefined) return;
    const delivered = deliveredAnchors(install.namespace, cluster);
    const configured = certificatesIn(configuredAnchors(install) ?? '');
    if (delivered === undefined || configured.length === 0) return;
    const wanted = new Set(delivered.certificates.map(({ fingerprint }) => fingerprint));
    const known = new Set(configured.map(({ fingerprint }) => fingerprint));
    if (wanted.size === known.size && [...wanted].every((fingerprint) => known.has(fingerprint))) return;
    const names = (list: readonly { readonly subject: string }[]) => listed(list.map(({ subject }) => `'${subject}'`));
    yield {
      resource: install.config,
      path: 'data.values',
      got: `identityTrustAnchorsPEM with ${names(configured)}`,
      expected: `the ${wanted.size} of ${delivered.resource.object.kind} ${delivered.resource.object.metadata.name}: ${names(delivered.certificates)}`,
      fix: 'Write the same certificates to both, while a root is replaced the old one and the new one.',
    };
  },
});
