import { numberAt, stringAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { perCluster } from '../../../model/per-cluster.js';
import { CERTIFICATE, isIdentityIssuer, signerOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/mesh-keys-are-supported',
  severity: 'error',
  scope: 'object',
  summary: "Linkerd's identity issuer and the CAs above it have keys that Linkerd takes.",
  rationale:
    'Linkerd signs with ECDSA P-256 alone, and trusts anchors with ECDSA P-256 or RSA of 2048 or 4096 bits. cert-manager makes RSA keys where nothing is said.',
  source: 'https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/issuercerts/issuercerts.go',
  appliesTo: [CERTIFICATE],
  passes: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, privateKey: { algorithm: ECDSA, size: 256 }, issuerRef: { name: ca } }
`,
  fails: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, privateKey: { algorithm: ECDSA, size: 384 }, issuerRef: { name: ca } }
`,
  *check(resource, cluster) {
    const signs = isIdentityIssuer(resource);
    if (!signs && !anchors(cluster).has(resource)) return;
    const algorithm = stringAt(resource.object, 'spec', 'privateKey', 'algorithm') ?? 'RSA';
    const size = numberAt(resource.object, 'spec', 'privateKey', 'size') ?? (algorithm === 'RSA' ? 2048 : 256);
    if (algorithm === 'ECDSA' && size === 256) return;
    if (!signs && algorithm === 'RSA' && (size === 2048 || size === 4096)) return;
    yield {
      path: 'spec.privateKey',
      got: algorithm === 'Ed25519' ? algorithm : `${algorithm} with ${size} bits`,
      expected: signs ? 'ECDSA with 256 bits' : 'ECDSA with 256 bits, or RSA with 2048 or 4096',
      fix: 'Set algorithm to ECDSA and size to 256.',
    };
  },
});

/** The certificates above the identity issuers of a cluster. */
const anchors = perCluster((cluster: ClusterIndex): ReadonlySet<Resource> => {
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
