import { formatGoDuration } from '../../../../formats/go-duration.js';
import { Field } from '../../../../manifest/field.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { CERTIFICATE, isSelfSigned, issuerOf, lifetimeOf } from '../../../model/trust/certificates.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';
import { unknownIssuer } from '../../trust-targets.js';

/** The shortest durations that cert-manager accepts. */
const LEAST = { duration: 3_600_000, renewBefore: 300_000 } as const;

export default defineRule({
  id: 'trust/renewal-fits-lifetime',
  severity: 'error',
  scope: 'object',
  summary: 'Every certificate is renewed within its lifetime, and a root late in it.',
  rationale:
    'cert-manager rejects a renewal outside the lifetime of the certificate. renewBefore counts from the end: if it is above half the duration of a root, the root is replaced early and often, and everything that trusts it must restart each time.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  reads: ['cert-manager.io/Issuer'],
  passes: example('1440h0m0s'),
  fails: example('7320h0m0s'),
  *check(resource, cluster) {
    const spec = Field.of(resource).at('spec');
    const { duration, renewBefore } = lifetimeOf(resource);
    for (const name of ['duration', 'renewBefore'] as const) {
      const field = spec.at(name);
      const value = { duration, renewBefore }[name];
      if (field.value === undefined || (value !== undefined && value >= LEAST[name])) continue;
      yield field.violation({
        expected: `a Go duration of at least ${formatGoDuration(LEAST[name])}`,
        effect: 'cert-manager rejects anything else.',
        fix: 'Write it as 720h0m0s.',
      });
    }
    const before = spec.at('renewBefore');
    const percentage = spec.at('renewBeforePercentage');
    if (before.value !== undefined && percentage.value !== undefined) {
      yield percentage.violation({
        got: 'renewBefore and renewBeforePercentage',
        expected: 'one of the two',
        effect: 'cert-manager rejects a certificate with both.',
        fix: 'Remove one.',
      });
    }
    if (duration === undefined || renewBefore === undefined) return;
    if (renewBefore >= duration) {
      yield before.violation({
        got: formatGoDuration(renewBefore),
        expected: `less than the duration of ${formatGoDuration(duration)}`,
        effect: 'cert-manager rejects a certificate that must be renewed before it is issued.',
        fix: 'Lower it.',
      });
    } else if (renewBefore > duration / 2 && spec.at('isCA').value === true) {
      yield* checkRoot(before, renewBefore, duration, cluster);
    }
  },
});

function* checkRoot(field: Field, renewBefore: number, duration: number, cluster: ClusterIndex): Generator<Outcome> {
  if (issuerOf(field.resource, cluster) === undefined) yield unknownIssuer(field.resource);
  if (!isSelfSigned(field.resource, cluster)) return;
  yield field.violation({
    got: `${formatGoDuration(renewBefore)}, which replaces the root at the age of ${formatGoDuration(duration - renewBefore)}`,
    expected: `at most half of the duration of ${formatGoDuration(duration)}`,
    fix: 'Lower it. renewBefore counts from the end of the certificate, not from its beginning.',
  });
}

function example(renewBefore: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: root, namespace: linkerd }
spec: { secretName: root, isCA: true, duration: 8760h0m0s, renewBefore: ${renewBefore}, issuerRef: { name: self } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: self, namespace: linkerd }
spec: { selfSigned: {} }
`;
}
