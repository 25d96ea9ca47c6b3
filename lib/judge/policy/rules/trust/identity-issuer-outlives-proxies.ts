import { formatGoDuration, parseGoDuration } from '../../../../formats/go-duration.js';
import { Field } from '../../../../manifest/field.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { CERTIFICATE, isIdentityIssuer, lifetimeOf } from '../../../model/trust/certificates.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/identity-issuer-outlives-proxies',
  severity: 'error',
  scope: 'object',
  summary: "Linkerd's identity issuer is renewed while it is valid for longer than the certificates of the proxies.",
  rationale:
    'The identity controller limits the certificate of a proxy to the remaining validity of its issuer. Shortly before the issuer expires, every proxy asks for certificates again and again, and when it expires the mesh stops.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/',
  appliesTo: [CERTIFICATE],
  reads: ['ConfigMap', 'Namespace', 'apps/Deployment'],
  passes: example('25h0m0s'),
  fails: example('8h0m0s'),
  about: (resource) => (isIdentityIssuer(resource) ? [resource] : []),
  *check(resource, cluster) {
    const { renewBefore } = lifetimeOf(resource);
    const { issuanceLifetime } = controlPlaneOf(cluster);
    const proxies = parseGoDuration(issuanceLifetime);
    if (renewBefore === undefined) yield notJudged('its duration or renewBefore is not a duration');
    else if (proxies === undefined) yield notJudged(`the issuance lifetime ${issuanceLifetime} is not a duration`);
    else if (renewBefore < proxies) {
      yield Field.of(resource)
        .at('spec', 'renewBefore')
        .violation({
          got: formatGoDuration(renewBefore),
          expected: `at least ${formatGoDuration(proxies)}, the lifetime of a proxy's certificate`,
          fix: 'Raise it, and duration with it.',
        });
    }
  },
});

function example(renewBefore: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, isCA: true, duration: 48h0m0s, renewBefore: ${renewBefore}, issuerRef: { name: ca } }
`;
}
