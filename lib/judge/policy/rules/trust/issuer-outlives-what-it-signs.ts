import { formatGoDuration } from '../../../../formats/go-duration.js';
import { Field } from '../../../../manifest/field.js';
import { CERTIFICATE, lifetimeOf } from '../../../model/trust/certificates.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';
import { signedCertificates } from '../../trust-targets.js';

export default defineRule({
  id: 'trust/issuer-outlives-what-it-signs',
  severity: 'error',
  scope: 'object',
  summary: 'Every CA is valid for at least as long as the certificates that it signs.',
  rationale:
    'cert-manager does not shorten a certificate to the validity of its CA. Shortly before the CA expires it signs certificates that are valid for longer, and every peer rejects them once the CA has expired.',
  source: 'https://cert-manager.io/docs/configuration/ca/',
  appliesTo: [CERTIFICATE],
  reads: ['cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'],
  passes: example('24h0m0s'),
  fails: example('25h0m0s'),
  about: signedCertificates,
  *check({ certificate, signer }) {
    const { duration } = lifetimeOf(certificate);
    const ca = lifetimeOf(signer);
    const name = signer.object.metadata.name;
    if (duration === undefined || ca.duration === undefined || ca.renewBefore === undefined) {
      yield notJudged(`a lifetime of the Certificate or of ${name} is not a duration`);
      return;
    }
    // At the latest, the CA signs just before its own renewal.
    const left = Math.min(ca.renewBefore, ca.duration);
    if (duration <= left) return;
    yield Field.of(certificate)
      .at('spec', 'duration')
      .violation({
        got: formatGoDuration(duration),
        expected: `at most ${formatGoDuration(left)}, the remaining validity of its CA ${name} at renewal`,
        fix: `Lower it, or raise renewBefore of ${name}.`,
      });
  },
});

function example(duration: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, duration: ${duration}, renewBefore: 8h0m0s, issuerRef: { name: ca } }
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
`;
}
