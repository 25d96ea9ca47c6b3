import { parseGoDuration } from '../../../formats/go-duration.js';
import { numberAt, objectAt, stringAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { namespaceOf } from '../pods/pod.js';

export const CERTIFICATE = 'cert-manager.io/Certificate';
export const ISSUER = 'cert-manager.io/Issuer';
export const CLUSTER_ISSUER = 'cert-manager.io/ClusterIssuer';

/** Secret that Linkerd's identity controller signs with. */
export const IDENTITY_ISSUER_SECRET = 'linkerd-identity-issuer';

/** Namespace in which ClusterIssuers look for their Secrets, unless cert-manager is given another. */
const CLUSTER_RESOURCES = 'cert-manager';
const DEFAULT_DURATION = 90 * 24 * 3_600_000;

/** When a certificate ends and when it is renewed, in milliseconds; undefined if a text is not a duration. */
export interface Lifetime {
  readonly duration: number | undefined;
  readonly renewBefore: number | undefined;
}

/**
 * The lifetime of a Certificate, with what cert-manager does where it says nothing: 90 days, renewed when a third is left.
 *
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec
 */
export function lifetimeOf({ object }: Resource): Lifetime {
  const written = stringAt(object, 'spec', 'duration');
  const duration = written === undefined ? DEFAULT_DURATION : parseGoDuration(written);
  const renewal = stringAt(object, 'spec', 'renewBefore');
  const percentage = numberAt(object, 'spec', 'renewBeforePercentage');
  if (renewal !== undefined) return { duration, renewBefore: parseGoDuration(renewal) };
  if (duration === undefined) return { duration, renewBefore: undefined };
  return { duration, renewBefore: percentage === undefined ? duration / 3 : (duration * percentage) / 100 };
}

/** The reference of a Certificate to its issuer. */
export function issuerRefOf({ object }: Resource) {
  return {
    group: stringAt(object, 'spec', 'issuerRef', 'group') ?? 'cert-manager.io',
    kind: stringAt(object, 'spec', 'issuerRef', 'kind') ?? 'Issuer',
    name: stringAt(object, 'spec', 'issuerRef', 'name') ?? '',
  };
}

/** The Issuer or ClusterIssuer of a Certificate, where it is among the objects. */
export function issuerOf(certificate: Resource, cluster: ClusterIndex): Resource | undefined {
  const { group, kind, name } = issuerRefOf(certificate);
  if (group !== 'cert-manager.io') return undefined;
  return cluster.find(`${group}/${kind}`, kind === 'ClusterIssuer' ? '' : namespaceOf(certificate), name);
}

/** Namespace and name of the Secret that a CA issuer signs with; undefined for other issuers. */
export function signingSecretOf({ object }: Resource): string | undefined {
  const secret = stringAt(object, 'spec', 'ca', 'secretName');
  if (secret === undefined) return undefined;
  return `${object.kind === 'ClusterIssuer' ? CLUSTER_RESOURCES : (object.metadata.namespace ?? 'default')}/${secret}`;
}

/** Namespace and name of the Secret that a Certificate is written to. */
export function secretOf(certificate: Resource): string {
  return `${namespaceOf(certificate)}/${stringAt(certificate.object, 'spec', 'secretName') ?? ''}`;
}

/** The Certificates that are written to one Secret, `namespace/name`. */
export const certificatesOf = groupedBy((cluster) => cluster.ofKind(CERTIFICATE), secretOf);

/** The Certificate that signs another one, where the whole way to it is among the objects. */
export function signerOf(certificate: Resource, cluster: ClusterIndex): Resource | undefined {
  const issuer = issuerOf(certificate, cluster);
  const secret = issuer && signingSecretOf(issuer);
  return secret === undefined ? undefined : certificatesOf(cluster, secret)[0];
}

export function isSelfSigned(certificate: Resource, cluster: ClusterIndex): boolean {
  return objectAt(issuerOf(certificate, cluster)?.object, 'spec', 'selfSigned') !== undefined;
}

export function isIdentityIssuer({ object }: Resource): boolean {
  return stringAt(object, 'spec', 'secretName') === IDENTITY_ISSUER_SECRET;
}

/** Whether something signs with the Secret that a Certificate is written to. */
export function isSigner(certificate: Resource, cluster: ClusterIndex): boolean {
  if (isIdentityIssuer(certificate)) return true;
  return cluster.ofKind(ISSUER, CLUSTER_ISSUER).some((issuer) => signingSecretOf(issuer) === secretOf(certificate));
}
