import type { Certificate } from '../../../../formats/x509/certificate.js';
import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { configuredAnchors, deliveredAnchors } from '../../../model/linkerd-control-plane/trust.js';
import { certificatesIn } from '../../../model/trust/known-certificates.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { EXAMPLE_ROOTS, indented } from '../../examples/roots.js';
import { unknownValues } from '../../linkerd/control-plane-objects.js';
import { notJudged } from '../../outcome.js';
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
  summary: 'The trust anchors in linkerd-config are those of ConfigMap linkerd-identity-trust-roots.',
  rationale:
    'The identity controller and the proxies read the ConfigMap; `linkerd check` and the check of multicluster read linkerd-config. If they differ, the checks pass on anchors that nobody uses.',
  source: 'https://github.com/linkerd/linkerd2/issues/7449',
  appliesTo: ['ConfigMap'],
  reads: ['Namespace', 'apps/Deployment', 'trust.cert-manager.io/Bundle'],
  passes: controllerExample() + roots + config(first),
  fails: controllerExample() + roots + config(second),
  *about(cluster) {
    for (const install of everyInstall(cluster)) {
      const configured = certificatesIn(configuredAnchors(install) ?? '');
      const { config, namespace } = install;
      if (config !== undefined && configured.length > 0) yield { config, namespace, configured };
      else yield* unknownValues(install);
    }
  },
  *check({ config, namespace, configured }, cluster) {
    const delivered = deliveredAnchors(namespace, cluster);
    if (delivered === undefined) {
      yield notJudged('the certificates of linkerd-identity-trust-roots are not among the files', config);
      return;
    }
    const wanted = new Set(delivered.certificates.map(({ fingerprint }) => fingerprint));
    const known = new Set(configured.map(({ fingerprint }) => fingerprint));
    if (wanted.size === known.size && [...wanted].every((fingerprint) => known.has(fingerprint))) return;
    const names = (list: readonly Certificate[]) => listed(list.map(({ subject }) => `'${subject}'`));
    yield Field.of(config)
      .at('data', 'values')
      .violation({
        got: `identityTrustAnchorsPEM with ${names(configured)}`,
        expected: `the ${wanted.size} of ${delivered.resource.object.kind} ${delivered.resource.object.metadata.name}: ${names(delivered.certificates)}`,
        fix: 'Write the same certificates to both. While you replace a root, include the old and the new one.',
      });
  },
});
