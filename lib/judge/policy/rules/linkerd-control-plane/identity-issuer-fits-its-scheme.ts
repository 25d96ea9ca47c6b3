import { Field, type Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type ControlPlaneInstall, everyInstall } from '../../../model/linkerd-control-plane/install.js';
import {
  deliveredAnchors,
  issuerScheme,
  issuerSecretName,
  type KnownCertificates,
  knownIssuer,
  SCHEME_KUBERNETES,
  SCHEME_LINKERD,
  sourcesOfSecret,
} from '../../../model/linkerd-control-plane/trust.js';
import { isIssuedBelow } from '../../../model/trust/known-certificates.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** The keys of the Secret by scheme; `linkerd check` reads ca.crt, the controller does not. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  [SCHEME_KUBERNETES]: ['ca.crt', 'tls.crt', 'tls.key'],
  [SCHEME_LINKERD]: ['crt.pem', 'key.pem'],
};

/** What is judged: under which keys the issuer is stored, and the certificate itself. */
const PARTS = ['keys', 'certificate'] as const;

const example = (scheme: string) => `${controllerExample({ args: [`-identity-scheme=${scheme}`] })}---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, isCA: true, issuerRef: { name: root } }
`;

export default defineRule({
  id: 'linkerd-control-plane/identity-issuer-fits-its-scheme',
  severity: 'error',
  scope: 'cluster',
  summary:
    'The identity issuer is stored under the keys that the identity controller reads, and chains to the trust roots.',
  rationale:
    'The identity controller does not start if the Secret has no certificate under the keys of its scheme, or if that certificate is not a CA, has a key that Linkerd does not support, or does not chain to a trust root. Then no proxy gets an identity.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/',
  appliesTo: ['apps/Deployment'],
  reads: [
    'ConfigMap',
    'Namespace',
    'Secret',
    'cert-manager.io/Certificate',
    'external-secrets.io/ExternalSecret',
    'trust.cert-manager.io/Bundle',
  ],
  passes: example(SCHEME_KUBERNETES),
  fails: example(SCHEME_LINKERD),
  about: (cluster) =>
    everyInstall(cluster)
      .filter(({ deployments }) => deployments.has('identity'))
      .flatMap((install) => PARTS.map((part) => ({ install, part }))),
  *check({ install, part }, cluster) {
    const scheme = issuerScheme(install);
    const keys = KEYS[scheme];
    const name = issuerSecretName(install);
    if (keys === undefined) {
      yield Field.of(install.anchor)
        .at('metadata', 'namespace')
        .violation({
          got: `identity scheme ${scheme}`,
          expected: `${SCHEME_KUBERNETES} or ${SCHEME_LINKERD}`,
          effect: 'The identity controller knows no other scheme.',
          fix: 'Set the scheme of the identity issuer.',
        });
      return;
    }
    if (part === 'certificate') {
      yield* checkCertificate(install, cluster);
      return;
    }
    const sources = sourcesOfSecret(name, install.namespace, cluster);
    for (const { field, keys: found } of sources) {
      const lacking = keys.filter((key) => !found.includes(key));
      if (lacking.length === 0) continue;
      yield field.violation({
        got: `Secret ${name} with ${listed(found) || 'no keys'}`,
        expected: `${listed(keys)}, which scheme ${scheme} requires`,
        fix: `Add ${listed(lacking)}, or set the scheme that the Secret has: cert-manager writes ${SCHEME_KUBERNETES}.`,
      });
    }
    if (sources.length === 0) yield notJudged(`Secret ${name} is not among the files`, install.anchor);
  },
});

function* checkCertificate(install: ControlPlaneInstall, cluster: ClusterIndex): Generator<Violation | NotJudged> {
  const known = knownIssuer(install, cluster);
  if (known !== undefined) yield* violationsOfIssuer(known, install, cluster);
  else {
    const name = issuerSecretName(install);
    yield notJudged(`the certificate in Secret ${name} is not among the files`, install.anchor);
  }
}

function* violationsOfIssuer(
  { field, certificates }: KnownCertificates,
  install: ControlPlaneInstall,
  cluster: ClusterIndex,
): Generator<Violation | NotJudged> {
  const [issuer, ...intermediates] = certificates;
  if (issuer === undefined) return;
  const label = `'${issuer.subject}'`;
  if (!issuer.isCA) {
    const got = `${label}, which cannot sign certificates`;
    yield field.violation({ got, expected: 'the certificate of a CA', fix: 'Issue it as a CA.' });
  }
  if (issuer.publicKey.curve !== 'P-256') {
    const got = `${label} with a key of ${issuer.publicKey.curve ?? issuer.publicKey.algorithm}`;
    yield field.violation({ got, expected: 'a key of ECDSA P-256', fix: 'Reissue it with a key of ECDSA P-256.' });
  }
  const anchors = deliveredAnchors(install.namespace, cluster);
  if (anchors === undefined) {
    yield notJudged('the certificates of linkerd-identity-trust-roots are not among the files', install.anchor);
    return;
  }
  if (isIssuedBelow(issuer, anchors.certificates, intermediates)) return;
  yield field.violation({
    got: `${label}, signed by '${issuer.issuer}'`,
    expected: `a chain to one of ${listed(anchors.certificates.map((anchor) => `'${anchor.subject}'`))}`,
    fix: 'Have a trust root sign it, add the intermediates after it, or add its root to the bundle.',
  });
}
