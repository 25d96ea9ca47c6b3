import type { Certificate } from '../../../../formats/x509/certificate.js';
import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { knownIssuer } from '../../../model/linkerd-control-plane/trust.js';
import { anchorTexts, BUNDLE, IDENTITY_BUNDLE } from '../../../model/trust/anchors.js';
import { certificatesIn } from '../../../model/trust/known-certificates.js';
import { EXAMPLE_ROOTS, indented } from '../../examples/roots.js';
import { type NotJudged, notJudged } from '../../outcome.js';
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
    'Every trust anchor of Linkerd has a key and a signature that Linkerd supports, and allows an issuer below it.',
  rationale:
    'Linkerd supports anchors of ECDSA P-256, or of RSA with 2048 or 4096 bits, signed with SHA-256. An anchor with path length 0 allows no identity issuer below it, so that the identity controller does not start.',
  source: 'https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/issuercerts/issuercerts.go',
  appliesTo: [BUNDLE, 'ConfigMap'],
  reads: ['Namespace', 'Secret', 'apps/Deployment'],
  passes: example(EXAMPLE_ROOTS[0]),
  fails: example(LARGE),
  about: (resource) =>
    resource.object.metadata.name === IDENTITY_BUNDLE ? [...unknownSources(resource), ...anchorsIn(resource)] : [],
  *check({ field, certificate }, cluster) {
    const { algorithm, curve, bits } = certificate.publicKey;
    const supported = algorithm === 'EC' ? curve === 'P-256' : algorithm === 'RSA' && (bits === 2048 || bits === 4096);
    if (!supported) {
      yield field.violation({
        got: `'${certificate.subject}' with a key of ${algorithm}${curve === undefined ? '' : ` ${curve}`}${bits === undefined ? '' : ` with ${bits} bits`}`,
        expected: 'ECDSA P-256, or RSA with 2048 or 4096 bits',
        fix: 'Reissue the root with a key of ECDSA P-256.',
      });
    } else if (!certificate.signatureAlgorithm.endsWith('SHA256')) {
      yield field.violation({
        got: `'${certificate.subject}' signed with ${certificate.signatureAlgorithm}`,
        expected: 'a signature with SHA-256',
        fix: 'Reissue the root with SHA-256.',
      });
    }
    if (certificate.pathLength !== 0) return;
    // A root may itself be the identity issuer.
    const issuers = everyInstall(cluster).map((install) => knownIssuer(install, cluster)?.certificates[0]);
    if (issuers.some((issuer) => issuer?.fingerprint === certificate.fingerprint)) return;
    yield field.violation({
      got: `'${certificate.subject}' with path length 0`,
      expected: 'a path length of 1 or more, or none',
      fix: 'Reissue the root with a path length for the identity issuer and each intermediate.',
    });
  },
});

interface Anchor {
  readonly field: Field;
  readonly certificate: Certificate;
}

function anchorsIn(resource: Resource): readonly Anchor[] {
  return anchorTexts(resource).flatMap(({ field, pem }) =>
    certificatesIn(pem).map((certificate) => ({ field, certificate })),
  );
}

/** Reports the sources of a Bundle that are in other objects. */
function unknownSources(resource: Resource): readonly NotJudged[] {
  return Field.of(resource)
    .at('spec', 'sources')
    .items.filter((source) => !source.at('inLine').isSet)
    .map((source) => notJudged('its certificates are not part of the Bundle', source));
}
