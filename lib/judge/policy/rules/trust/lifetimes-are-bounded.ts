import { formatGoDuration } from '../../../../formats/go-duration.js';
import { Field } from '../../../../manifest/field.js';
import { booleanAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  CERTIFICATE,
  isIdentityIssuer,
  isSelfSigned,
  isSigner,
  issuerOf,
  lifetimeOf,
} from '../../../model/trust/certificates.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';
import { unknownIssuer } from '../../trust-targets.js';

const DAY = 24 * 3_600_000;
/** The longest that browsers accept from public CAs. */
const LEAF = 398 * DAY;
const INTERMEDIATE = 5 * 366 * DAY;
const ROOT = 20 * 366 * DAY;
/** Part of its lifetime that must be left when a certificate is renewed: an hour of a day, a day of a month. */
const MARGIN = 30;

export default defineRule({
  id: 'trust/lifetimes-are-bounded',
  severity: 'warning',
  scope: 'object',
  summary: 'No certificate is valid for much longer than its purpose needs, and each is renewed in good time.',
  rationale:
    'Neither Linkerd nor NATS checks for revocation by default: a stolen key works until its certificate expires. If renewal begins at the last moment, a short outage of cert-manager or of the CA stops the service.',
  source: 'https://cert-manager.io/docs/usage/certificate/#renewal',
  appliesTo: [CERTIFICATE],
  reads: ['cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'],
  passes: example('2160h0m0s'),
  fails: example('876000h0m0s'),
  *check(resource, cluster) {
    const { duration, renewBefore } = lifetimeOf(resource);
    if (duration === undefined) {
      yield notJudged('spec.duration is not a duration');
      return;
    }
    const spec = Field.of(resource).at('spec');
    const [most, what] = limitOf(resource, cluster);
    if (duration > most && duration <= ROOT && most === INTERMEDIATE && issuerOf(resource, cluster) === undefined) {
      yield unknownIssuer(resource);
      return;
    }
    if (duration > most) {
      yield spec.at('duration').violation({
        got: formatGoDuration(duration),
        expected: `at most ${formatGoDuration(most)}, for ${what}`,
        fix: 'Lower it. cert-manager renews the certificate automatically.',
      });
      return;
    }
    if (renewBefore === undefined) yield notJudged('spec.renewBefore is not a duration');
    if (renewBefore === undefined || renewBefore <= 0 || renewBefore >= duration / MARGIN) return;
    const least = Math.ceil(duration / MARGIN / 60_000) * 60_000;
    yield spec.at('renewBefore').violation({
      got: formatGoDuration(renewBefore),
      expected: `at least ${formatGoDuration(least)}, for a duration of ${formatGoDuration(duration)}`,
      fix: 'Raise it, or leave it out: the default is a third of the duration.',
    });
  },
});

function limitOf(resource: Resource, cluster: ClusterIndex): readonly [number, string] {
  const isCA = booleanAt(resource.object, 'spec', 'isCA') === true || isSigner(resource, cluster);
  if (!isCA) return [LEAF, 'a certificate that is shown to peers'];
  if (isIdentityIssuer(resource)) return [LEAF, "Linkerd's identity issuer"];
  return isSelfSigned(resource, cluster) ? [ROOT, 'a root'] : [INTERMEDIATE, 'an intermediate'];
}

function example(duration: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web, duration: ${duration}, renewBefore: 720h0m0s, issuerRef: { name: ca } }
`;
}
