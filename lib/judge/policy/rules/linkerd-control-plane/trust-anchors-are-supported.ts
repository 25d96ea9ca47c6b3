import type { Fault } from '../../../../diagnostic.js';
import type { Certificate } from '../../../../formats/x509/certificate.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { knownIssuer } from '../../../model/linkerd-control-plane/trust.js';
import { anchorTexts, BUNDLE, IDENTITY_BUNDLE } from '../../../model/trust/anchors.js';
import { certificatesIn } from '../../../model/trust/known-certificates.js';
import { EXAMPLE_ROOTS, indented } from '../../examples/roots.js';
import { defineRule } from '../../rule.js';

/** A root with a key of P-384. */
const LARGE = `-----BEGIN CERTIFICATE-----
MIIBvTCCAUSgAwIBAgIRALZuw4h+UQ3IomkykF+Q0TEwCgYIKoZIzj0EAwIwIDEe
MBwGA1UEAxMVcm9vdCB3aXRoIGEgbGFyZ2Uga2V5MB4XDTI5MTIzMTAwMDAwMFoX
DTM5MTIzMDAwMDAwMFowIDEeMBwGA1UEAxMVcm9vdCB3aXRoIGEgbGFyZ2Uga2V5
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEBomtvysCmdFeF6EQZfDOV6G9tWLCSYXv
DuaqR92hD6s7HNTuEZdP7HgT2yoVIINCDWDYAkQn93KsNYavrz2tncszWl2Sw14S
CXDgjMstztmigv/l5HgMZwDVh9KklIQio0IwQDAPBgNVHRMBAf8EBTADAQH/MA4G
A1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQUgBkQppwWeFqc8dA9HpDam1KZVvgwCgYI
KoZIzj0EAwIDZwAwZAIwYDLpTgqKIJGX9cGQMRgqmRdlkKlYKCCeOIBCg3makWHf
hUM7Jxy7BxA/JG0+T26uAjAtEaUUvVRdH04jd42FakM45/gMN+YiQ6La0XhiwEtM
wuwVkD2L+gGFGi167lvQeWg=
-----END CERTIFICATE-----
`;

const example = (pem: string) => `---
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: linkerd-identity-trust-roots }
spec:
  sources:
    - inLine: |
${indented(pem, 8)}`;

export default defineRule({
  id: 'linkerd-control-plane/trust-anchors-are-supported',
  severity: 'error',
  scope: 'object',
  summary:
    'Every trust anchor of Linkerd has a key and a signature that Linkerd takes, and lets an issuer stand below it.',
  rationale:
    'Linkerd takes anchors of ECDSA P-256, or of RSA with 2048 or 4096 bits, signed with SHA-256. Below an anchor whose path length is 0 there may be no identity issuer, so that the identity controller does not start.',
  source: 'https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/issuercerts/issuercerts.go',
  appliesTo: [BUNDLE, 'ConfigMap'],
  passes: example(EXAMPLE_ROOTS[0]),
  fails: example(LARGE),
  *check(resource, cluster) {
    if (resource.object.metadata.name !== IDENTITY_BUNDLE) return;
    for (const { path, pem } of anchorTexts(resource)) {
      for (const certificate of certificatesIn(pem)) yield* faultsOf(certificate, path, cluster);
    }
  },
});

function* faultsOf(certificate: Certificate, path: string, cluster: ClusterIndex): Generator<Fault> {
  const { algorithm, curve, bits } = certificate.publicKey;
  const supported = algorithm === 'EC' ? curve === 'P-256' : algorithm === 'RSA' && (bits === 2048 || bits === 4096);
  if (!supported) {
    yield {
      path,
      got: `'${certificate.subject}' with a key of ${algorithm}${curve === undefined ? '' : ` ${curve}`}${bits === undefined ? '' : ` with ${bits} bits`}`,
      expected: 'ECDSA P-256, or RSA with 2048 or 4096 bits',
      fix: 'Make the root anew with a key of ECDSA P-256.',
    };
  } else if (!certificate.signatureAlgorithm.endsWith('SHA256')) {
    yield {
      path,
      got: `'${certificate.subject}' signed with ${certificate.signatureAlgorithm}`,
      expected: 'a signature with SHA-256',
      fix: 'Issue the root again with SHA-256.',
    };
  }
  if (certificate.pathLength !== 0) return;
  const install = controlPlaneInstallOf(cluster);
  const issuer = install && knownIssuer(install, cluster)?.certificates[0];
  if (issuer?.fingerprint === certificate.fingerprint) return;
  yield {
    path,
    got: `'${certificate.subject}' with path length 0`,
    expected: 'a path length of 1 or more, or none',
    fix: 'Issue the root with room for the identity issuer, and for each intermediate above it.',
  };
}
