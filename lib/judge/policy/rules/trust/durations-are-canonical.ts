import { formatGoDuration, parseGoDuration } from '../../../../formats/go-duration.js';
import { stringAt } from '../../../../manifest/read.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/durations-are-canonical',
  severity: 'warning',
  scope: 'object',
  summary: 'Every duration of a Certificate is written as Go prints it.',
  rationale:
    'A controller that reads and writes the object hands 8760h back as 8760h0m0s, and a GitOps controller shows the difference as drift.',
  source: 'https://pkg.go.dev/time#Duration.String',
  appliesTo: [CERTIFICATE],
  passes: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, duration: 2160h0m0s, renewBefore: 720h0m0s, issuerRef: { name: ca } }
`,
  fails: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, duration: 2160h, renewBefore: 720h0m0s, issuerRef: { name: ca } }
`,
  *check({ object }) {
    for (const field of ['duration', 'renewBefore']) {
      const written = stringAt(object, 'spec', field);
      const value = written === undefined ? undefined : parseGoDuration(written);
      if (written === undefined || value === undefined || value < 1_000) continue;
      const canonical = formatGoDuration(value);
      if (written === canonical) continue;
      yield { path: `spec.${field}`, got: written, expected: canonical, fix: 'Write it in this form.' };
    }
  },
});
