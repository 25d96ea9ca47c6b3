import { listed } from '../../../../manifest/listed.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER, issuerOf, issuerRefOf } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

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
  *check(resource, cluster) {
    const { group, kind, name } = issuerRefOf(resource);
    if (issuerOf(resource, cluster) !== undefined) return;
    const namesake =
      cluster.find(ISSUER, namespaceOf(resource), name) ??
      (kind === 'Issuer' ? cluster.find(CLUSTER_ISSUER, '', name) : undefined);
    if (group !== 'cert-manager.io') {
      // Issuers of other groups are not known here, but none of them is taken for an issuer of cert-manager.
      if (namesake?.object.kind !== kind || cluster.find(`${group}/${kind}`, namespaceOf(resource), name)) return;
      yield {
        path: 'spec.issuerRef.group',
        got: group,
        expected: `cert-manager.io, where ${kind} ${name} is`,
        fix: 'Correct the group; cert-manager passes over a Certificate whose group it does not know.',
      };
      return;
    }
    if (kind !== 'Issuer' && kind !== 'ClusterIssuer') {
      yield {
        path: 'spec.issuerRef.kind',
        got: kind,
        expected: 'Issuer or ClusterIssuer',
        fix: 'Correct it; cert-manager has no other issuers of its own.',
      };
      return;
    }
    if (namesake !== undefined) {
      yield {
        path: 'spec.issuerRef.kind',
        got: kind,
        expected: `${namesake.object.kind}, which ${name} is`,
        fix: 'Correct the kind.',
      };
      return;
    }
    const isCluster = kind === 'ClusterIssuer';
    const known = isCluster ? cluster.ofKind(CLUSTER_ISSUER) : cluster.ofKindIn(namespaceOf(resource), ISSUER);
    // ClusterIssuers often belong to the platform, and stand among other objects.
    if (isCluster && known.length === 0) return;
    const names = known.map(({ object }) => object.metadata.name).sort();
    const place = isCluster ? 'this cluster' : `namespace ${namespaceOf(resource)}`;
    yield {
      path: 'spec.issuerRef.name',
      got: name,
      expected: names.length === 0 ? `an ${kind} of ${place}, which has none` : `one of ${listed(names)} of ${place}`,
      fix: `Correct the name, or add the ${kind}.`,
    };
  },
});
