import { formatGoDuration } from '../../../../formats/go-duration.js';
import { booleanAt, shown, valueAt } from '../../../../manifest/read.js';
import { CERTIFICATE, isSelfSigned, lifetimeOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const HOUR = 3_600_000;
const FIVE_MINUTES = 300_000;

export default defineRule({
  id: 'trust/renewal-fits-lifetime',
  severity: 'error',
  scope: 'object',
  summary: 'Every certificate is renewed within its life, and a root late in it.',
  rationale:
    'cert-manager refuses a renewal outside the life of the certificate. Of a root, renewBefore counts from the end: one above half of the duration replaces the root early and often, and each new root needs a restart of all that trusts it.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  passes: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: root, namespace: linkerd }
spec: { secretName: root, isCA: true, duration: 8760h0m0s, renewBefore: 1440h0m0s, issuerRef: { name: self } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: self, namespace: linkerd }
spec: { selfSigned: {} }
`,
  fails: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: root, namespace: linkerd }
spec: { secretName: root, isCA: true, duration: 8760h0m0s, renewBefore: 7320h0m0s, issuerRef: { name: self } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: self, namespace: linkerd }
spec: { selfSigned: {} }
`,
  *check(resource, cluster) {
    const { duration, renewBefore } = lifetimeOf(resource);
    for (const [field, value] of Object.entries({ duration, renewBefore })) {
      const written = valueAt(resource.object, 'spec', field);
      const least = field === 'duration' ? HOUR : FIVE_MINUTES;
      if (written === undefined || (value !== undefined && value >= least)) continue;
      yield {
        path: `spec.${field}`,
        got: shown(written),
        expected: `a Go duration of at least ${formatGoDuration(least)}`,
        fix: 'Write it as 720h0m0s; cert-manager refuses anything else.',
      };
    }
    if (
      ['renewBefore', 'renewBeforePercentage'].every((field) => valueAt(resource.object, 'spec', field) !== undefined)
    ) {
      yield {
        path: 'spec.renewBeforePercentage',
        got: 'renewBefore and renewBeforePercentage',
        expected: 'one of the two',
        fix: 'Remove one; cert-manager refuses a certificate with both.',
      };
    }
    if (duration === undefined || renewBefore === undefined) return;
    const isRoot = booleanAt(resource.object, 'spec', 'isCA') === true && isSelfSigned(resource, cluster);
    if (renewBefore >= duration) {
      yield {
        path: 'spec.renewBefore',
        got: formatGoDuration(renewBefore),
        expected: `less than the duration of ${formatGoDuration(duration)}`,
        fix: 'Lower it; cert-manager refuses a certificate that is due before it is made.',
      };
    } else if (isRoot && renewBefore > duration / 2) {
      yield {
        path: 'spec.renewBefore',
        got: `${formatGoDuration(renewBefore)}, which replaces the root at the age of ${formatGoDuration(duration - renewBefore)}`,
        expected: `at most half of the duration of ${formatGoDuration(duration)}`,
        fix: 'Lower it: renewBefore counts from the end of the certificate, not from its beginning.',
      };
    }
  },
});
