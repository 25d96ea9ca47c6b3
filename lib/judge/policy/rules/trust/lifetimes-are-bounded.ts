import { formatGoDuration } from '../../../../formats/go-duration.js';
import { booleanAt } from '../../../../manifest/read.js';
import {
  CERTIFICATE,
  isIdentityIssuer,
  isSelfSigned,
  isSigner,
  lifetimeOf,
} from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const DAY = 24 * 3_600_000;
/** What browsers take from public CAs. */
const LEAF = 398 * DAY;
const INTERMEDIATE = 5 * 366 * DAY;
const ROOT = 20 * 366 * DAY;
/** Part of its life that must be left when a certificate is renewed: an hour of a day, a day of a month. */
const MARGIN = 30;

const example = (duration: string, renewBefore: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, duration: ${duration}, renewBefore: ${renewBefore}, issuerRef: { name: ca } }
`;

export default defineRule({
  id: 'trust/lifetimes-are-bounded',
  severity: 'warning',
  scope: 'object',
  summary: 'No certificate lives much longer than its purpose asks, and each is renewed with time to spare.',
  rationale:
    'Neither Linkerd nor NATS asks for revocations by default: a stolen key is good until its certificate ends. And where renewal begins in the last moments, a short outage of cert-manager or of the CA ends the service.',
  source: 'https://cert-manager.io/docs/usage/certificate/#renewal',
  appliesTo: [CERTIFICATE],
  passes: example('2160h0m0s', '720h0m0s'),
  fails: example('876000h0m0s', '720h0m0s'),
  *check(resource, cluster) {
    const { duration, renewBefore } = lifetimeOf(resource);
    if (duration === undefined) return;
    const isCA = booleanAt(resource.object, 'spec', 'isCA') === true || isSigner(resource, cluster);
    const [most, what] = !isCA
      ? [LEAF, 'a certificate that is shown to peers']
      : isIdentityIssuer(resource)
        ? [LEAF, "Linkerd's identity issuer"]
        : isSelfSigned(resource, cluster)
          ? [ROOT, 'a root']
          : [INTERMEDIATE, 'an intermediate'];
    if (duration > most) {
      yield {
        path: 'spec.duration',
        got: formatGoDuration(duration),
        expected: `at most ${formatGoDuration(most)}, for ${what}`,
        fix: 'Lower it; cert-manager renews by itself.',
      };
    }
    if (renewBefore === undefined || renewBefore <= 0 || renewBefore >= duration / MARGIN || duration > most) return;
    yield {
      path: 'spec.renewBefore',
      got: formatGoDuration(renewBefore),
      expected: `at least ${formatGoDuration(Math.ceil(duration / MARGIN / 60_000) * 60_000)}, for a duration of ${formatGoDuration(duration)}`,
      fix: 'Raise it, or leave it out: then a third of the duration is left.',
    };
  },
});
