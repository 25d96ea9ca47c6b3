import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const example = (password: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec:
  secretName: web
  issuerRef: { name: ca }
  keystores: { pkcs12: { create: true, ${password} } }
`;

export default defineRule({
  id: 'trust/keystores-hold-no-password',
  severity: 'error',
  scope: 'object',
  summary: 'No keystore of a Certificate has its password in the manifest.',
  rationale: 'Whoever reads the repository can open every copy of the keystore.',
  source: 'https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateKeystores',
  appliesTo: [CERTIFICATE],
  passes: example('passwordSecretRef: { name: web-keystore, key: password }'),
  fails: example('password: not-so-secret'),
  *check({ object }) {
    for (const store of ['jks', 'pkcs12']) {
      const password = stringAt(object, 'spec', 'keystores', store, 'password');
      if (password === undefined) continue;
      yield {
        path: at('spec', 'keystores', store, 'password'),
        got: `a literal of ${password.length} characters`,
        expected: 'passwordSecretRef',
        fix: 'Put the password into a Secret that is delivered apart from the manifests. Replace it, as it is known now.',
      };
    }
  },
});
