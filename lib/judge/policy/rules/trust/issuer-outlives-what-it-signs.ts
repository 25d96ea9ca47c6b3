import { formatGoDuration } from '../../../../formats/go-duration.js';
import { CERTIFICATE, lifetimeOf, signerOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/issuer-outlives-what-it-signs',
  severity: 'error',
  scope: 'object',
  summary: 'Every CA lives on for the whole life of what it signs.',
  rationale:
    'cert-manager does not shorten a certificate to the life of its CA: near the end of the CA it signs what outlives it, and every peer refuses that from the hour the CA ends.',
  source: 'https://cert-manager.io/docs/configuration/ca/',
  appliesTo: [CERTIFICATE],
  passes: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, duration: 24h0m0s, renewBefore: 8h0m0s, issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ca: { secretName: ca } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ca, namespace: linkerd }
spec: { secretName: ca, isCA: true, duration: 720h0m0s, renewBefore: 24h0m0s, issuerRef: { name: root } }
`,
  fails: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, duration: 25h0m0s, renewBefore: 8h0m0s, issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ca: { secretName: ca } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ca, namespace: linkerd }
spec: { secretName: ca, isCA: true, duration: 720h0m0s, renewBefore: 24h0m0s, issuerRef: { name: root } }
`,
  *check(resource, cluster) {
    const signer = signerOf(resource, cluster);
    if (signer === undefined || signer === resource) return;
    const { duration } = lifetimeOf(resource);
    const ca = lifetimeOf(signer);
    if (duration === undefined || ca.duration === undefined || ca.renewBefore === undefined) return;
    // At its latest the CA signs just before its own renewal.
    const left = Math.min(ca.renewBefore, ca.duration);
    if (duration <= left) return;
    yield {
      path: 'spec.duration',
      got: formatGoDuration(duration),
      expected: `at most ${formatGoDuration(left)}, which its CA ${signer.object.metadata.name} has left when it is renewed`,
      fix: `Lower it, or raise renewBefore of ${signer.object.metadata.name}.`,
    };
  },
});
