import { listed } from '../../../../manifest/listed.js';
import { booleanAt, shown, stringListAt, valueAt } from '../../../../manifest/read.js';
import { CERTIFICATE, isSigner } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/signing-certificate-is-a-ca',
  severity: 'error',
  scope: 'object',
  summary: 'Every Certificate that something signs with is a CA.',
  rationale:
    'Peers refuse what a certificate signs that is not allowed to sign; the identity controller of Linkerd does not even start with one.',
  source: 'https://cert-manager.io/docs/configuration/ca/',
  appliesTo: [CERTIFICATE],
  passes: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ca, namespace: linkerd }
spec: { secretName: ca, isCA: true, usages: [cert sign], issuerRef: { name: self } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ca: { secretName: ca } }
`,
  fails: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ca, namespace: linkerd }
spec: { secretName: ca, issuerRef: { name: self } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ca: { secretName: ca } }
`,
  *check(resource, cluster) {
    const { object } = resource;
    if (!isSigner(resource, cluster)) return;
    if (booleanAt(object, 'spec', 'isCA') !== true) {
      yield {
        path: 'spec.isCA',
        got: shown(valueAt(object, 'spec', 'isCA')),
        expected: 'true',
        fix: 'Set it: an issuer signs with this certificate.',
      };
    }
    const usages = stringListAt(object, 'spec', 'usages');
    // cert-manager adds the usage to a CA by itself where no list stands in its way.
    if (usages.length === 0 || usages.includes('cert sign')) return;
    yield {
      path: 'spec.usages',
      got: listed(usages),
      expected: 'a list with cert sign',
      fix: 'Add cert sign.',
    };
  },
});
