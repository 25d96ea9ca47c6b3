import { formatGoDuration, parseGoDuration } from '../../../../formats/go-duration.js';
import { Field } from '../../../../manifest/field.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/durations-are-canonical',
  severity: 'warning',
  scope: 'object',
  summary: 'Every duration of a Certificate is written as Go prints it.',
  rationale:
    'A controller that reads and writes the object returns 8760h as 8760h0m0s, and a GitOps controller shows the difference as drift.',
  source: 'https://pkg.go.dev/time#Duration.String',
  appliesTo: [CERTIFICATE],
  passes: example('2160h0m0s'),
  fails: example('2160h'),
  about: (resource) => {
    const spec = Field.of(resource).at('spec');
    return [spec.at('duration'), spec.at('renewBefore')].flatMap((field) => {
      const value = parseGoDuration(field.text ?? '');
      // Another rule reports what is not a duration, or a very short one.
      return value === undefined || value < 1_000 ? [] : [{ field, canonical: formatGoDuration(value) }];
    });
  },
  *check({ field, canonical }) {
    if (field.text !== canonical) yield field.violation({ expected: canonical, fix: 'Write it in this form.' });
  },
});

function example(duration: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, duration: ${duration}, renewBefore: 720h0m0s, issuerRef: { name: ca } }
`;
}
