import { Field } from '../../../../manifest/field.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/keystores-hold-no-password',
  severity: 'error',
  scope: 'object',
  summary: 'No keystore of a Certificate has its password in the manifest.',
  rationale: 'Anyone who can read the repository can open every copy of the keystore.',
  source: 'https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateKeystores',
  appliesTo: [CERTIFICATE],
  passes: example('passwordSecretRef: { name: web-keystore, key: password }'),
  fails: example('password: not-so-secret'),
  about: (resource) => {
    const keystores = Field.of(resource).at('spec', 'keystores');
    return [keystores.at('jks'), keystores.at('pkcs12')].filter(({ isSet }) => isSet);
  },
  *check(keystore) {
    const password = keystore.at('password');
    if (password.text === undefined) return;
    yield password.violation({
      got: `a literal of ${password.text.length} characters`,
      expected: 'passwordSecretRef',
      fix: 'Choose a new password, and put it into a Secret that is delivered separately from the manifests.',
    });
  },
});

function example(password: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec:
  secretName: web
  issuerRef: { name: ca }
  keystores: { pkcs12: { create: true, ${password} } }
`;
}
