import type { Construct } from 'constructs';
import {
  Certificate,
  CertificateSpecPrivateKeyAlgorithm,
  CertificateSpecPrivateKeyEncoding,
  CertificateSpecPrivateKeyRotationPolicy,
  CertificateSpecUsages,
  Issuer,
} from '../../../imports/cert-manager.io.js';
import { formatGoDuration } from '../../formats/go-duration.js';
import type { Cluster } from '../fleet/cluster.js';
import type { Lifetime, Lifetimes } from './lifetimes.js';
import type { TrustRoot } from './trust-root.js';

/** Name of the root that is made inside a cluster, of its Secret and of the issuer that signs with it. */
export const ROOT_NAME = 'meshwright-trust-root';

/** What all parts of a cluster's trust share. */
export interface Hierarchy {
  readonly scope: Construct;
  readonly root: TrustRoot;
  readonly cluster: Cluster;
  readonly trustDomain: string;
  readonly lifetimes: Lifetimes;
}

export interface IntermediateProps {
  /** Name of the issuer that signs with the intermediate. */
  readonly issuer: string;
  readonly namespace: string;
  readonly secretName: string;
  readonly commonName: string;
  readonly lifetime: Lifetime;
}

/**
 * An intermediate and the issuer that signs with it, in the namespace that they serve: no other namespace can use
 * either.
 */
export function intermediate(
  { scope, root }: Hierarchy,
  { issuer, namespace, secretName, commonName, lifetime }: IntermediateProps,
): void {
  if (root.kind !== 'offline') {
    new Certificate(scope, `${issuer}-intermediate`, {
      metadata: { name: secretName, namespace },
      spec: {
        ...authority(commonName, secretName, lifetime),
        issuerRef:
          root.kind === 'self-signed'
            ? { name: ROOT_NAME, kind: 'ClusterIssuer', group: 'cert-manager.io' }
            : { name: root.name, kind: root.issuerKind ?? 'ClusterIssuer', group: root.group ?? 'cert-manager.io' },
      },
    });
  }
  new Issuer(scope, `${issuer}-issuer`, { metadata: { name: issuer, namespace }, spec: { ca: { secretName } } });
}

/** The spec of a CA's certificate. */
export function authority(commonName: string, secretName: string, lifetime: Lifetime) {
  return {
    ...leaf(commonName, secretName, lifetime),
    isCa: true,
    usages: [CertificateSpecUsages.CERT_SIGN, CertificateSpecUsages.CRL_SIGN],
  };
}

/** What the specs of all certificates share. */
export function leaf(commonName: string, secretName: string, lifetime: Lifetime) {
  return {
    commonName,
    secretName,
    duration: formatGoDuration(lifetime.duration.toMilliseconds()),
    renewBefore: formatGoDuration(lifetime.renewBefore.toMilliseconds()),
    // The kind of key that every part of Linkerd accepts, and istiod as well. A new key at each renewal makes a stolen
    // key useless after it.
    privateKey: {
      algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA,
      size: 256,
      encoding: CertificateSpecPrivateKeyEncoding.PKCS8,
      rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS,
    },
  };
}
