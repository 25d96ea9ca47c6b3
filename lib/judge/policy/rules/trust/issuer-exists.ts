import { Field } from '../../../../manifest/field.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER, issuerRefOf } from '../../../model/trust/certificates.js';
import type { ObjectName } from '../../declared/missing.js';
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
  names: (certificate) => {
    const { group, kind, name } = issuerRefOf(certificate);
    const field = Field.of(certificate).at('spec', 'issuerRef', 'name');
    const isCluster = kind === 'ClusterIssuer';
    const namespace = isCluster ? undefined : namespaceOf(certificate);
    // ClusterIssuers often belong to the platform, and are among other files.
    return [{ field, kind: `${group}/${kind}`, namespace, name, states: { absence: isCluster ? 'kind' : 'always' } }];
  },
  otherwise: wrongKind,
  states: {
    field: 'spec.issuerRef.name',
    to: [ISSUER, CLUSTER_ISSUER],
    effect: 'The Secret of the Certificate is never written.',
  },
});

/** What is to say of a reference whose group or kind is not that of the issuer. */
function wrongKind({ field: reference }: ObjectName, cluster: ClusterIndex): readonly Outcome[] | undefined {
  const certificate = reference.resource;
  const { group, kind, name } = issuerRefOf(certificate);
  const namesake =
    cluster.find(ISSUER, namespaceOf(certificate), name) ??
    (kind === 'Issuer' ? cluster.find(CLUSTER_ISSUER, '', name) : undefined);
  if (group !== 'cert-manager.io') {
    // An issuer of another group may be elsewhere, but not if its name and kind are those of one of cert-manager's.
    if (namesake?.object.kind !== kind) return [unknownIssuer(certificate)];
    const expected = `cert-manager.io, where ${kind} ${name} is`;
    const effect = 'cert-manager ignores a Certificate of a group that it does not know.';
    return [reference.beside('group').violation({ got: group, expected, effect, fix: 'Correct the group.' })];
  }
  const field = reference.beside('kind');
  if (kind !== 'Issuer' && kind !== 'ClusterIssuer') {
    const effect = 'cert-manager has no other issuers of its own.';
    return [field.violation({ got: kind, expected: 'Issuer or ClusterIssuer', effect, fix: 'Correct it.' })];
  }
  if (namesake === undefined) return undefined;
  const expected = `${namesake.object.kind}, which ${name} is`;
  return [field.violation({ got: kind, expected, fix: 'Correct the kind.' })];
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
