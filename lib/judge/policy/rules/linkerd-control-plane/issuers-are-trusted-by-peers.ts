import type { Certificate } from '../../../../formats/x509/certificate.js';
import { listed } from '../../../../manifest/listed.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { deliveredAnchors, type KnownCertificates, knownIssuer } from '../../../model/linkerd-control-plane/trust.js';
import { isIssuedBelow } from '../../../model/trust/known-certificates.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { EXAMPLE_ROOTS, indented } from '../../examples/roots.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** The issuer and the trust roots of one cluster, if its files contain them. */
interface Trust {
  /** Whether a control plane is among the files. */
  readonly installed: boolean;
  readonly issuer: KnownCertificates | undefined;
  readonly anchors: readonly Certificate[] | undefined;
}

const example = (issuer: string, anchor: string) => `${controllerExample()}${configExample(
  'identity:',
  '  issuer:',
  '    tls:',
  '      crtPEM: |',
  ...indented(issuer.trim(), 8).split('\n'),
)}---
apiVersion: v1
kind: ConfigMap
metadata: { name: linkerd-identity-trust-roots, namespace: linkerd }
data:
  ca-bundle.crt: |
${indented(anchor, 4)}`;

const [first, second] = EXAMPLE_ROOTS;

export default defineRule<Trust>({
  id: 'linkerd-control-plane/issuers-are-trusted-by-peers',
  severity: 'error',
  scope: 'fleet',
  summary: 'The identity issuer of each cluster chains to a trust root of every other cluster.',
  rationale:
    'One common root is not enough while roots are replaced: each cluster that does not know the root above an issuer refuses the certificates of its proxies.',
  source: 'https://linkerd.io/2-edge/tasks/installing-multicluster/',
  appliesTo: ['apps/Deployment'],
  reads: ['ConfigMap', 'Namespace', 'Secret', 'trust.cert-manager.io/Bundle'],
  passes: { east: example(first, first + second), west: example(first, first) },
  fails: { east: example(first, first + second), west: example(second, second) },
  collect(cluster) {
    const [install] = everyInstall(cluster);
    if (install === undefined) return { installed: false, issuer: undefined, anchors: undefined };
    return {
      installed: true,
      issuer: knownIssuer(install, cluster),
      anchors: deliveredAnchors(install.namespace, cluster)?.certificates,
    };
  },
  judges: ({ installed }) => (installed ? 1 : 0),
  *check(all) {
    for (const [cluster, { installed, issuer }] of all) {
      const [certificate, ...intermediates] = issuer?.certificates ?? [];
      if (issuer === undefined || certificate === undefined) {
        if (installed) yield { cluster, ...notJudged('no certificate of the identity issuer is among the files') };
        continue;
      }
      const distrusting = [...all].flatMap(([peer, { anchors }]) =>
        peer === cluster || anchors === undefined || isIssuedBelow(certificate, anchors, intermediates) ? [] : [peer],
      );
      if (distrusting.length === 0) continue;
      yield {
        cluster,
        ...issuer.field.violation({
          got: `an issuer that chains to no trust root of ${listed(distrusting)}`,
          expected: 'an issuer below a root that every cluster of the fleet has',
          fix: 'Add its root to the bundles of all clusters before it signs anything.',
        }),
      };
    }
  },
});
