import { Field } from '../../../../manifest/field.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER, issuerOf, issuerRefOf } from '../../../model/trust/certificates.js';
import { missing } from '../../declared/missing.js';
import { defineRule } from '../../rule.js';
import { unknownIssuer } from '../../trust-targets.js';

export default defineRule({
  id: 'trust/issuer-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every Certificate names an issuer that exists.',
  rationale:
    'cert-manager waits for the issuer forever: the Secret is never written, and every pod that mounts it stays in ContainerCreating.',
  source: 'https://cert-manager.io/docs/concepts/issuer/',
  appliesTo: [CERTIFICATE],
  reads: [
    'cert-manager.io/CAIssuer',
    'cert-manager.io/ClusterIssuer',
    'cert-manager.io/Issuer',
    'certmanager.io/Issuer',
    'example.org/Issuer',
    'example.org/Vault',
  ],
  passes: example('ca'),
  fails: example('cas'),
  *check(resource, cluster) {
    if (issuerOf(resource, cluster) !== undefined) return;
    const { group, kind, name } = issuerRefOf(resource);
    const namespace = namespaceOf(resource);
    const reference = Field.of(resource).at('spec', 'issuerRef');
    const namesake =
      cluster.find(ISSUER, namespace, name) ?? (kind === 'Issuer' ? cluster.find(CLUSTER_ISSUER, '', name) : undefined);
    if (group !== 'cert-manager.io') {
      if (cluster.find(`${group}/${kind}`, namespace, name) !== undefined) return;
      // An issuer of another group may be elsewhere, but not if its name and kind are those of one of cert-manager's.
      if (namesake?.object.kind !== kind) yield unknownIssuer(resource);
      else {
        yield reference.at('group').violation({
          got: group,
          expected: `cert-manager.io, where ${kind} ${name} is`,
          effect: 'cert-manager ignores a Certificate of a group that it does not know.',
          fix: 'Correct the group.',
        });
      }
    } else if (kind !== 'Issuer' && kind !== 'ClusterIssuer') {
      const effect = 'cert-manager has no other issuers of its own.';
      yield reference
        .at('kind')
        .violation({ got: kind, expected: 'Issuer or ClusterIssuer', effect, fix: 'Correct it.' });
    } else if (namesake !== undefined) {
      const expected = `${namesake.object.kind}, which ${name} is`;
      yield reference.at('kind').violation({ got: kind, expected, fix: 'Correct the kind.' });
    } else {
      const field = reference.at('name');
      const isCluster = kind === 'ClusterIssuer';
      const named = { field, kind: `${group}/${kind}`, namespace: isCluster ? undefined : namespace, name };
      const effect = 'The Secret of the Certificate is never written.';
      // ClusterIssuers often belong to the platform, and are among other files.
      yield missing(named, { absence: isCluster ? 'kind' : 'always', effect }, cluster);
    }
  },
});

function example(issuer: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: linkerd }
spec: { secretName: web, issuerRef: { name: ${issuer} } }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: ca, namespace: linkerd }
spec: { ca: { secretName: ca } }
`;
}
