import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { CERTIFICATE, isSigner } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/signing-certificate-is-a-ca',
  severity: 'error',
  scope: 'object',
  summary: 'Every Certificate that something signs with is a CA.',
  rationale:
    'Peers reject what a certificate signs without being a CA. The identity controller of Linkerd does not even start with such a certificate.',
  source: 'https://cert-manager.io/docs/configuration/ca/',
  appliesTo: [CERTIFICATE],
  reads: ['cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'],
  passes: example('isCA: true, usages: [cert sign]'),
  fails: example('isCA: false'),
  about: (resource, cluster) => (isSigner(resource, cluster) ? [Field.of(resource).at('spec')] : []),
  *check(spec) {
    const isCA = spec.at('isCA');
    if (isCA.value !== true) {
      const effect = 'An issuer signs with this certificate.';
      yield isCA.violation({ expected: 'true', effect, fix: 'Set it to true.' });
    }
    const usages = spec.at('usages');
    // Without a list, cert-manager adds the usage to a CA itself.
    if (usages.texts.length === 0 || usages.texts.includes('cert sign')) return;
    yield usages.violation({ got: listed(usages.texts), expected: 'a list with cert sign', fix: 'Add cert sign.' });
  },
});

function example(spec: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ca, namespace: linkerd }
spec: { secretName: ca, ${spec}, issuerRef: { name: self } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ca: { secretName: ca } }
`;
}
