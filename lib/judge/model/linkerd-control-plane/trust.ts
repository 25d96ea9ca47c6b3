import type { Certificate } from '../../../formats/x509/certificate.js';
import { Field } from '../../../manifest/field.js';
import { listAt, stringAt, stringsAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { anchorTexts, BUNDLE, IDENTITY_BUNDLE } from '../trust/anchors.js';
import { CERTIFICATE, IDENTITY_ISSUER_SECRET } from '../trust/certificates.js';
import { certificatesIn } from '../trust/known-certificates.js';
import { secretKeys, secretText } from '../trust/secret-data.js';
import { argumentsOf, type ControlPlaneInstall, mountedSecrets } from './install.js';

export const SCHEME_KUBERNETES = 'kubernetes.io/tls';
export const SCHEME_LINKERD = 'linkerd.io/tls';

/** Certificates that a field contains. */
export interface KnownCertificates {
  readonly field: Field;
  readonly certificates: readonly Certificate[];
}

/** Trust roots, and the object that delivers them. */
export interface DeliveredAnchors {
  readonly resource: Resource;
  readonly certificates: readonly Certificate[];
}

/**
 * The trust roots in ConfigMap linkerd-identity-trust-roots, if the files contain them: those of a Bundle of that name whose
 * sources are all in line, or else of the ConfigMap itself.
 */
export function deliveredAnchors(namespace: string, cluster: ClusterIndex): DeliveredAnchors | undefined {
  const bundle = cluster.find(BUNDLE, '', IDENTITY_BUNDLE);
  const sources = listAt(bundle?.object, 'spec', 'sources');
  if (sources.some((source) => stringAt(source, 'inLine') === undefined)) return undefined;
  const resource = bundle ?? cluster.find('ConfigMap', namespace, IDENTITY_BUNDLE);
  const texts = resource === undefined ? [] : anchorTexts(resource);
  const certificates = texts.flatMap(({ pem }) => certificatesIn(pem));
  return resource === undefined || certificates.length === 0 ? undefined : { resource, certificates };
}

/** The text of the trust roots in linkerd-config; undefined if it has no such key. */
export function configuredAnchors({ values }: ControlPlaneInstall): string | undefined {
  return stringAt(values, 'identityTrustAnchorsPEM');
}

/** How the identity controller reads its issuer: by which keys of the Secret. */
export function issuerScheme(install: ControlPlaneInstall): string {
  const [argument] = argumentsOf(install, 'identity-scheme');
  return argument?.value ?? stringAt(install.values, 'identity', 'issuer', 'scheme') ?? SCHEME_LINKERD;
}

/** Name of the Secret that the identity controller mounts as its issuer. */
export function issuerSecretName({ deployments }: ControlPlaneInstall): string {
  const pod = deployments.get('identity');
  return (pod && mountedSecrets(pod).get('identity-issuer')) ?? IDENTITY_ISSUER_SECRET;
}

/** What creates a Secret, and the keys that the Secret then has. */
export interface SecretSource {
  readonly field: Field;
  readonly keys: readonly string[];
}

/** What creates a Secret of a namespace, if its keys are known. */
export function sourcesOfSecret(name: string, namespace: string, cluster: ClusterIndex): readonly SecretSource[] {
  const secret = cluster.find('Secret', namespace, name);
  const certificates = cluster
    .ofKindIn(namespace, CERTIFICATE)
    .filter(({ object }) => stringAt(object, 'spec', 'secretName') === name)
    .map((resource) => ({
      field: Field.of(resource).at('spec', 'secretName'),
      keys: ['ca.crt', 'tls.crt', 'tls.key'],
    }));
  const external = cluster.ofKindIn(namespace, 'external-secrets.io/ExternalSecret').flatMap((resource) => {
    const { object } = resource;
    const target = stringAt(object, 'spec', 'target', 'name') ?? object.metadata.name;
    if (target !== name || valueAt(object, 'spec', 'dataFrom') !== undefined) return [];
    const template = Object.keys(stringsAt(object, 'spec', 'target', 'template', 'data'));
    const fetched = listAt(object, 'spec', 'data').flatMap((entry) => stringAt(entry, 'secretKey') ?? []);
    return [{ field: Field.of(resource).at('spec'), keys: template.length > 0 ? template : fetched }];
  });
  const plain = secret === undefined ? [] : [{ field: Field.of(secret).at('data'), keys: secretKeys(secret) }];
  return [...plain, ...certificates, ...external];
}

/** The identity issuer with the intermediates above it, if a Secret or linkerd-config contains it. */
export function knownIssuer(install: ControlPlaneInstall, cluster: ClusterIndex): KnownCertificates | undefined {
  const secret = cluster.find('Secret', install.namespace, issuerSecretName(install));
  const key = issuerScheme(install) === SCHEME_KUBERNETES ? 'tls.crt' : 'crt.pem';
  const stored = certificatesIn(secretText(secret, key) ?? '');
  if (secret !== undefined && stored.length > 0)
    return { field: Field.of(secret).at('data', key), certificates: stored };
  const certificates = certificatesIn(stringAt(install.values, 'identity', 'issuer', 'tls', 'crtPEM') ?? '');
  return install.config === undefined || certificates.length === 0
    ? undefined
    : { field: Field.of(install.config).at('data', 'values'), certificates };
}
