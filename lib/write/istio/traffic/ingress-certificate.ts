import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Certificate,
  CertificateSpecPrivateKeyAlgorithm,
  CertificateSpecPrivateKeyEncoding,
  CertificateSpecPrivateKeyRotationPolicy,
  CertificateSpecUsages,
} from '../../../../imports/cert-manager.io.js';
import { hostName } from '../../../formats/name-syntax.js';
import type { Gateway } from '../../workload/gateway.js';
import type { Application } from '../../workload/intents/application.js';
import type { AcmeCertificate, AcmeChallenge, IngressCertificate } from '../../workload/intents/ingress.js';
import type { IngressHost } from '../../workload/intents/resolved.js';
import { HTTP_01_SOLVER } from './acme-challenge.js';
import { gatewayName } from './names.js';

/** Name of the Certificate of a host, and of the Secret that holds it. */
export function credentialName(host: string): string {
  return `${hostName(host)}-tls`;
}

/** Name of the issuer that is created for an ACME server. */
export function acmeIssuerName(application: Application, gateway: Gateway, { server }: AcmeCertificate): string {
  return `${gatewayName(application, gateway)}-${new URL(server).hostname}`;
}

export interface IngressCertificatesProps {
  readonly application: Application;
  readonly gateway: Gateway;
  readonly hosts: readonly IngressHost[];
}

/**
 * The certificates of a gateway's hosts, and the issuers for ACME servers, in the namespace of the gateway pods: Istio reads Secrets only
 * there. Each host has a certificate of its own, so that a new host does not change the others.
 *
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export class IngressCertificates extends Construct {
  constructor(scope: Construct, id: string, props: IngressCertificatesProps) {
    super(scope, id);
    const { namespace } = props.gateway;
    for (const [name, solved] of accounts(props)) acmeIssuer(this, name, namespace, solved);
    for (const { host, certificate } of props.hosts) {
      const name = credentialName(host);
      new Certificate(this, name, {
        metadata: { name, namespace },
        spec: {
          secretName: name,
          issuerRef: { ...this.#issuer(certificate, props), group: 'cert-manager.io' },
          dnsNames: [host],
          usages: [CertificateSpecUsages.DIGITAL_SIGNATURE, CertificateSpecUsages.SERVER_AUTH],
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

  #issuer(certificate: IngressCertificate, { application, gateway }: IngressCertificatesProps) {
    return certificate.kind === 'issuer'
      ? { name: certificate.name, kind: certificate.issuerKind ?? 'ClusterIssuer' }
      : { name: acmeIssuerName(application, gateway, certificate), kind: 'Issuer' };
  }
}

interface SolvedHost {
  readonly host: string;
  readonly acme: AcmeCertificate;
}

/** The hosts of each ACME server, which share one account. */
function accounts({
  application,
  gateway,
  hosts,
}: IngressCertificatesProps): ReadonlyMap<string, readonly SolvedHost[]> {
  const found = new Map<string, SolvedHost[]>();
  for (const { host, certificate } of hosts) {
    if (certificate.kind !== 'acme') continue;
    const name = acmeIssuerName(application, gateway, certificate);
    found.set(name, [...(found.get(name) ?? []), { host, acme: certificate }]);
  }
  return found;
}

/** An issuer as a plain object: the settings of a DNS provider are passed on unchanged. */
function acmeIssuer(scope: Construct, name: string, namespace: string, solved: readonly SolvedHost[]): void {
  const [first] = solved;
  if (first === undefined) return;
  const { server, email } = first.acme;
  const solvers = new Map<string, { challenge: AcmeChallenge; dnsNames: string[] }>();
  for (const { host, acme } of solved) {
    const key = JSON.stringify(acme.challenge);
    const solver = solvers.get(key) ?? { challenge: acme.challenge, dnsNames: [] };
    solvers.set(key, solver);
    solver.dnsNames.push(host);
  }
  new ApiObject(scope, name, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name, namespace },
    spec: {
      acme: {
        server,
        email,
        privateKeySecretRef: { name: `${name}-account` },
        solvers: [...solvers.values()].map(({ challenge, dnsNames }) => ({
          selector: { dnsNames },
          ...(challenge.kind === 'http-01' ? HTTP_01_SOLVER : { dns01: challenge.solver }),
        })),
      },
    },
  });
}
