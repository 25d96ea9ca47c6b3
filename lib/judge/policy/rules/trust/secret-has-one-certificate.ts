import { CERTIFICATE, certificatesOf, secretOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/secret-has-one-certificate',
  severity: 'error',
  scope: 'object',
  summary: 'No two Certificates are written to one Secret.',
  rationale:
    'Two Certificates for one Secret overwrite each other without an end, and what mounts it sees now the one and now the other.',
  source: 'https://cert-manager.io/docs/usage/certificate/',
  appliesTo: [CERTIFICATE],
  passes: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: api, namespace: linkerd }
spec: { secretName: api, issuerRef: { name: ca } }
`,
  fails: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: tls, issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: api, namespace: linkerd }
spec: { secretName: tls, issuerRef: { name: ca } }
`,
  *check(resource, cluster) {
    const [first] = certificatesOf(cluster, secretOf(resource));
    if (first === undefined || first === resource) return;
    yield {
      path: 'spec.secretName',
      got: `${secretOf(resource).split('/')[1]}, which Certificate ${first.object.metadata.name} is written to as well`,
      expected: 'a Secret of its own',
      fix: 'Give each Certificate another secretName.',
    };
  },
});
