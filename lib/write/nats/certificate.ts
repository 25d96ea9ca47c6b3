import { Construct } from 'constructs';
import {
  Certificate,
  CertificateSpecPrivateKeyAlgorithm,
  CertificateSpecPrivateKeyEncoding,
  CertificateSpecPrivateKeyRotationPolicy,
  CertificateSpecUsages,
} from '../../../imports/cert-manager.io.js';
import { formatGoDuration } from '../../formats/go-duration.js';
import { placeInStage } from '../fleet/stage.js';
import type { Lifetime } from '../trust/lifetimes.js';

/** The roles that a certificate may have in a connection. */
export type CertificateUse = 'server auth' | 'client auth';

export interface NatsCertificateProps {
  readonly namespace: string;
  /** Name of the Certificate, and of the Secret that holds it. */
  readonly name: string;
  /** Issuer in the same namespace. */
  readonly issuer: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly uses: readonly CertificateUse[];
  readonly lifetime: Lifetime;
}

/**
 * The certificate of a NATS server. cert-manager writes it with its intermediates into a Secret, and renews it with a
 * new key each time; the server's reloader loads both.
 *
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export class NatsCertificate extends Construct {
  readonly secretName: string;

  constructor(scope: Construct, id: string, props: NatsCertificateProps) {
    super(scope, id);
    this.secretName = props.name;
    placeInStage(this, '20-trust');
    new Certificate(this, 'Resource', {
      metadata: { name: props.name, namespace: props.namespace },
      spec: {
        secretName: props.name,
        issuerRef: { name: props.issuer, kind: 'Issuer', group: 'cert-manager.io' },
        commonName: props.name,
        dnsNames: [...props.dnsNames],
        ...(props.ipAddresses.length > 0 && { ipAddresses: [...props.ipAddresses] }),
        usages: [
          CertificateSpecUsages.DIGITAL_SIGNATURE,
          ...props.uses.map((use) =>
            use === 'server auth' ? CertificateSpecUsages.SERVER_AUTH : CertificateSpecUsages.CLIENT_AUTH,
          ),
        ],
        duration: formatGoDuration(props.lifetime.duration.toMilliseconds()),
        renewBefore: formatGoDuration(props.lifetime.renewBefore.toMilliseconds()),
        privateKey: {
          algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA,
          size: 256,
          encoding: CertificateSpecPrivateKeyEncoding.PKCS8,
          rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS,
        },
      },
    });
  }
}
