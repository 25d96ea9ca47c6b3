import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import { perCluster } from '../../../model/per-cluster.js';
import { CERTIFICATE, isIdentityIssuer, signerOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/mesh-keys-are-supported',
  severity: 'error',
  scope: 'object',
  summary: "Linkerd's identity issuer and the CAs above it have keys that Linkerd supports.",
  rationale:
    'Linkerd signs only with ECDSA P-256, and trusts anchors with ECDSA P-256 or RSA of 2048 or 4096 bits. By default cert-manager makes RSA keys.',
  source: 'https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/issuercerts/issuercerts.go',
  appliesTo: [CERTIFICATE],
  reads: ['cert-manager.io/Issuer'],
  passes: example(256),
  fails: example(384),
  about: (resource, cluster) => {
    const signs = isIdentityIssuer(resource);
    return signs || anchors(cluster).has(resource) ? [{ resource, signs }] : [];
  },
  *check({ resource, signs }) {
    const key = Field.of(resource).at('spec', 'privateKey');
    const algorithm = key.at('algorithm').text ?? 'RSA';
    const size = key.at('size').number ?? (algorithm === 'RSA' ? 2048 : 256);
    if (algorithm === 'ECDSA' && size === 256) return;
    if (!signs && algorithm === 'RSA' && (size === 2048 || size === 4096)) return;
    yield key.violation({
      got: algorithm === 'Ed25519' ? algorithm : `${algorithm} with ${size} bits`,
      expected: signs ? 'ECDSA with 256 bits' : 'ECDSA with 256 bits, or RSA with 2048 or 4096',
      fix: 'Set algorithm to ECDSA and size to 256.',
    });
  },
});

/** The Certificates of the CAs above the identity issuers of a cluster. */
const anchors = perCluster((cluster): ReadonlySet<Resource> => {
  const found = new Set<Resource>();
  for (const issuer of cluster.ofKind(CERTIFICATE).filter(isIdentityIssuer)) {
    let signer = signerOf(issuer, cluster);
    while (signer !== undefined && !found.has(signer)) {
      found.add(signer);
      signer = signerOf(signer, cluster);
    }
  }
  return found;
});

function example(size: number): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, privateKey: { algorithm: ECDSA, size: ${size} }, issuerRef: { name: ca } }
`;
}
