import { namespaceOf } from '../../pod.js';
import { defineRule } from '../../rule.js';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER, issuerOf, issuerRefOf } from '../../trust/certificates.js';

export default defineRule({
  id: 'trust/issuer-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every Certificate names an issuer that exists.',
  rationale:
    'cert-manager waits for the issuer without an end: the Secret is never written, and every pod that mounts it stays Pending.',
  source: 'https://cert-manager.io/docs/concepts/issuer/',
  appliesTo: [CERTIFICATE],
  passes: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, issuerRef: { name: ca } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ca: { secretName: ca } }
`,
  fails: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, issuerRef: { name: cas } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ca: { secretName: ca } }
`,
  *check(subject, cluster) {
    const { group, kind, name } = issuerRefOf(subject);
    if (group !== 'cert-manager.io' || issuerOf(subject, cluster) !== undefined) return;
    if (kind !== 'Issuer' && kind !== 'ClusterIssuer') {
      yield {
        path: 'spec.issuerRef.kind',
        got: kind,
        expected: 'Issuer or ClusterIssuer',
        fix: 'Correct it; cert-manager has no other issuers of its own.',
      };
      return;
    }
    const isCluster = kind === 'ClusterIssuer';
    const known = isCluster ? cluster.ofKind(CLUSTER_ISSUER) : cluster.ofKindIn(namespaceOf(subject), ISSUER);
    // ClusterIssuers often belong to the platform, and stand among other objects.
    if (isCluster && known.length === 0) return;
    const names = known.map(({ object }) => object.metadata.name).sort();
    const place = isCluster ? 'this cluster' : `namespace ${namespaceOf(subject)}`;
    yield {
      path: 'spec.issuerRef.name',
      got: name,
      expected:
        names.length === 0 ? `an ${kind} of ${place}, which has none` : `one of ${names.join(', ')} of ${place}`,
      fix: `Correct the name, or add the ${kind}.`,
    };
  },
});
