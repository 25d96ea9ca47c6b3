import { formatGoDuration, parseGoDuration } from '../../../../formats/go-duration.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { CERTIFICATE, isIdentityIssuer, lifetimeOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/identity-issuer-outlives-proxies',
  severity: 'error',
  scope: 'object',
  summary: "Linkerd's identity issuer is renewed while it outlives the certificates of the proxies.",
  rationale:
    'The identity controller cuts the certificate of a proxy to what its issuer has left: close to the end of the issuer every proxy asks again and again, and at the end the mesh stops.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/',
  appliesTo: [CERTIFICATE],
  passes: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, isCA: true, duration: 48h0m0s, renewBefore: 25h0m0s, issuerRef: { name: ca } }
`,
  fails: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, isCA: true, duration: 48h0m0s, renewBefore: 8h0m0s, issuerRef: { name: ca } }
`,
  *check(resource, cluster) {
    if (!isIdentityIssuer(resource)) return;
    const { renewBefore } = lifetimeOf(resource);
    const proxies = parseGoDuration(controlPlaneOf(cluster).issuanceLifetime);
    if (renewBefore === undefined || proxies === undefined || renewBefore >= proxies) return;
    yield {
      path: 'spec.renewBefore',
      got: formatGoDuration(renewBefore),
      expected: `at least ${formatGoDuration(proxies)}, the life of a proxy's certificate`,
      fix: 'Raise it, and duration with it.',
    };
  },
});
