import { booleanAt } from '../../../../manifest/read.js';
import { CERTIFICATE, isIdentityIssuer, isSelfSigned, issuerOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const example = (issuer: string) => `apiVersion: cert-manager.io/v1
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
`;

export default defineRule({
  id: 'trust/mesh-issuer-signs-only-the-mesh',
  severity: 'warning',
  scope: 'object',
  summary: "The CA above Linkerd's identity issuer signs no certificates of servers.",
  rationale:
    'Proxies believe every certificate below their roots that bears the name of an identity: whoever may ask that CA for a certificate may be any workload of the mesh.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/',
  appliesTo: [CERTIFICATE],
  passes: example('other'),
  fails: example('mesh'),
  *check(resource, cluster) {
    const issuer = issuerOf(resource, cluster);
    if (issuer === undefined || booleanAt(resource.object, 'spec', 'isCA') === true || isIdentityIssuer(resource))
      return;
    const signsMesh = cluster
      .ofKind(CERTIFICATE)
      .some((other) => isIdentityIssuer(other) && issuerOf(other, cluster) === issuer);
    if (!signsMesh || isSelfSigned(resource, cluster)) return;
    yield {
      path: 'spec.issuerRef.name',
      got: `${issuer.object.metadata.name}, which signs the identity issuer of Linkerd`,
      expected: 'an issuer with another CA',
      fix: 'Name an issuer that the mesh does not trust.',
    };
  },
});
