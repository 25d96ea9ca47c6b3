import type { Certificate } from '../../../../formats/x509/certificate.js';
import { listed } from '../../../../manifest/listed.js';
import type { Resource } from '../../../../manifest/resource.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { deliveredAnchors, type KnownCertificates, knownIssuer } from '../../../model/linkerd-control-plane/trust.js';
import { isIssuedBelow } from '../../../model/trust/known-certificates.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { EXAMPLE_ROOTS, indented } from '../../examples/roots.js';
import { type WithPeers, withPeers } from '../../fleet-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** The issuer and the trust roots of a control plane, if the files contain them. */
interface Trust {
  /** The object that represents the control plane. */
  readonly anchor: Resource;
  readonly issuer: KnownCertificates | undefined;
  readonly roots: readonly Certificate[] | undefined;
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

export default defineRule<Trust | undefined, WithPeers<Trust>>({
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
    if (install === undefined) return undefined;
    return {
      anchor: install.anchor,
      issuer: knownIssuer(install, cluster),
      roots: deliveredAnchors(install.namespace, cluster)?.certificates,
    };
  },
  about: (all) => withPeers(all),
  *check({ cluster, facts: { anchor, issuer }, peers }) {
    const [certificate, ...intermediates] = issuer?.certificates ?? [];
    if (issuer === undefined || certificate === undefined) {
      yield { cluster, ...notJudged('no certificate of the identity issuer is among the files', anchor) };
      return;
    }
    const distrusting = peers.filter(
      ({ facts: { roots } }) => roots !== undefined && !isIssuedBelow(certificate, roots, intermediates),
    );
    if (distrusting.length > 0) {
      yield {
        cluster,
        ...issuer.field.violation({
          got: `an issuer that chains to no trust root of ${listed(distrusting.map((peer) => peer.cluster))}`,
          expected: 'an issuer below a root that every cluster of the fleet has',
          fix: 'Add its root to the bundles of all clusters before it signs anything.',
        }),
      };
    }
    const unknown = peers.filter(({ facts: { roots } }) => roots === undefined);
    if (unknown.length > 0) {
      const names = listed(unknown.map((peer) => peer.cluster));
      yield { cluster, ...notJudged(`the trust roots of ${names} are not among the files`, anchor) };
    }
  },
});
