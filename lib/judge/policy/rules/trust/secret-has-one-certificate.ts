import { Field } from '../../../../manifest/field.js';
import { CERTIFICATE, secretOf } from '../../../model/trust/certificates.js';
import { competing } from '../../declared/competing.js';

export default competing({
  id: 'trust/secret-has-one-certificate',
  severity: 'error',
  summary: 'No two Certificates are written to the same Secret.',
  rationale:
    'Two Certificates with the same Secret overwrite each other forever, and its readers see sometimes the one and sometimes the other.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  claims: (resource) => [{ field: Field.of(resource).at('spec', 'secretName'), things: [secretOf(resource)] }],
  report: 'later',
  got: ({ field }, rivals) => `${field.text ?? ''}, which ${rivals} is written to as well`,
  expected: 'a Secret of its own',
  fix: 'Give each Certificate another secretName.',
  passes: example('api'),
  fails: example('web'),
});

function example(secretName: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: api, namespace: linkerd }
spec: { secretName: ${secretName}, issuerRef: { name: ca } }
`;
}
