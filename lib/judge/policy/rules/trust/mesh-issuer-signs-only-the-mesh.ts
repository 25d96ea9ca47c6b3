import { Field } from '../../../../manifest/field.js';
import { booleanAt } from '../../../../manifest/read.js';
import { CERTIFICATE, isIdentityIssuer, isSelfSigned, issuerOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';
import { issuedCertificates } from '../../trust-targets.js';

export default defineRule({
  id: 'trust/mesh-issuer-signs-only-the-mesh',
  severity: 'warning',
  scope: 'object',
  summary: "The CA above Linkerd's identity issuer signs no certificates of servers.",
  rationale:
    'Proxies trust every certificate below their roots that has the name of an identity. Anyone who may ask that CA for a certificate can pose as every workload of the mesh.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/',
  appliesTo: [CERTIFICATE],
  reads: ['cert-manager.io/Issuer'],
  passes: example('other'),
  fails: example('mesh'),
  about: (resource, cluster) =>
    booleanAt(resource.object, 'spec', 'isCA') === true || isIdentityIssuer(resource)
      ? []
      : issuedCertificates(resource, cluster),
  *check({ certificate, issuer }, cluster) {
    const signsMesh = cluster
      .ofKind(CERTIFICATE)
      .some((other) => isIdentityIssuer(other) && issuerOf(other, cluster) === issuer);
    if (!signsMesh || isSelfSigned(certificate, cluster)) return;
    yield Field.of(certificate)
      .at('spec', 'issuerRef', 'name')
      .violation({
        got: `${issuer.object.metadata.name}, which signs the identity issuer of Linkerd`,
        expected: 'an issuer with another CA',
        fix: 'Use an issuer that the mesh does not trust.',
      });
  },
});

function example(issuer: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-identity-issuer, namespace: linkerd }
spec: { secretName: linkerd-identity-issuer, isCA: true, issuerRef: { name: mesh } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web-tls, dnsNames: [web.linkerd.svc], issuerRef: { name: ${issuer} } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: mesh, namespace: linkerd }
spec: { ca: { secretName: mesh } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: other, namespace: linkerd }
spec: { ca: { secretName: other } }
`;
}
