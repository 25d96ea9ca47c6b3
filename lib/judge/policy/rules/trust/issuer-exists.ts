import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER, issuerRefOf } from '../../../model/trust/certificates.js';
import type { NamedObject } from '../../declared/missing.js';
import { objectsExist } from '../../declared/objects-exist.js';
import type { Outcome } from '../../outcome.js';
import { unknownIssuer } from '../../trust-targets.js';

export default objectsExist({
  id: 'trust/issuer-exists',
  severity: 'error',
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
  names: (certificate, cluster) => [issuerNamed(certificate, cluster)],
  states: { absence: 'always', effect: 'The Secret of the Certificate is never written.' },
});

function issuerNamed(certificate: Resource, cluster: ClusterIndex): NamedObject | Outcome {
  const { group, kind, name } = issuerRefOf(certificate);
  const namespace = namespaceOf(certificate);
  const reference = Field.of(certificate).at('spec', 'issuerRef');
  const isCluster = kind === 'ClusterIssuer';
  const named = {
    field: reference.at('name'),
    kind: `${group}/${kind}`,
    namespace: isCluster ? undefined : namespace,
    name,
  };
  if (cluster.find(named.kind, named.namespace ?? '', name) !== undefined) return named;
  const namesake =
    cluster.find(ISSUER, namespace, name) ?? (kind === 'Issuer' ? cluster.find(CLUSTER_ISSUER, '', name) : undefined);
  if (group !== 'cert-manager.io') {
    // An issuer of another group may be elsewhere, but not if its name and kind are those of one of cert-manager's.
    if (namesake?.object.kind !== kind) return unknownIssuer(certificate);
    return reference.at('group').violation({
      got: group,
      expected: `cert-manager.io, where ${kind} ${name} is`,
      effect: 'cert-manager ignores a Certificate of a group that it does not know.',
      fix: 'Correct the group.',
    });
  }
  if (kind !== 'Issuer' && !isCluster) {
    const effect = 'cert-manager has no other issuers of its own.';
    return reference
      .at('kind')
      .violation({ got: kind, expected: 'Issuer or ClusterIssuer', effect, fix: 'Correct it.' });
  }
  if (namesake !== undefined) {
    const expected = `${namesake.object.kind}, which ${name} is`;
    return reference.at('kind').violation({ got: kind, expected, fix: 'Correct the kind.' });
  }
  // ClusterIssuers often belong to the platform, and are among other files.
  return isCluster ? { ...named, states: { absence: 'kind' } } : named;
}

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
