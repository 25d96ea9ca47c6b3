import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Certificate,
  CertificateSpecPrivateKeyAlgorithm,
  CertificateSpecPrivateKeyRotationPolicy,
  CertificateSpecUsages,
} from '../../../../imports/cert-manager.io.js';
import { hostName } from '../../../formats/name-syntax.js';
import { placeInStage } from '../../fleet/stage.js';
import type { Gateway } from '../../workload/gateway.js';
import type { AcmeCertificate, IngressCertificate } from '../../workload/intents/ingress.js';
import type { IngressHost } from '../../workload/intents/resolved.js';

export interface IngressCertificatesProps {
  /** Gateway in whose namespace the certificates are created. */
  readonly gateway: Gateway;
  /** Host names that it answers. */
  readonly hosts: readonly IngressHost[];
}

/** Name of the Certificate of a host, and of the Secret that holds it. */
export function secretOf(host: string): string {
  return `${hostName(host)}-tls`;
}

/**
 * The public certificates of a gateway, one for each host, with a new key at each renewal; and an issuer for each ACME server.
 *
 * @see https://cert-manager.io/docs/usage/gateway/
 */
export class IngressCertificates extends Construct {
  constructor(scope: Construct, id: string, { gateway, hosts }: IngressCertificatesProps) {
    super(scope, id);
    const { namespace } = gateway;
    placeInStage(this, '70-traffic');
    const accounts = new Map<string, SolvedHost[]>();
    for (const { host, certificate } of hosts) {
      if (certificate.kind !== 'acme') continue;
      const name = acmeName(gateway, certificate);
      accounts.set(name, (accounts.get(name) ?? []).concat({ host, acme: certificate }));
    }
    for (const [name, solved] of accounts) acmeIssuer(this, name, gateway, solved);
    for (const { host, certificate } of hosts) {
      new Certificate(this, secretOf(host), {
        metadata: { name: secretOf(host), namespace },
        spec: {
          secretName: secretOf(host),
          dnsNames: [host],
          issuerRef: { ...issuerOf(certificate, gateway), group: 'cert-manager.io' },
          usages: [CertificateSpecUsages.DIGITAL_SIGNATURE, CertificateSpecUsages.SERVER_AUTH],
          privateKey: {
            algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA,
            size: 256,
            rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS,
          },
        },
      });
    }
  }
}

interface SolvedHost {
  readonly host: string;
  readonly acme: AcmeCertificate;
}

function issuerOf(certificate: IngressCertificate, gateway: Gateway) {
  return certificate.kind === 'acme'
    ? { name: acmeName(gateway, certificate), kind: 'Issuer' }
    : { name: certificate.name, kind: certificate.issuerKind ?? 'ClusterIssuer' };
}

/** Name of the issuer that is created for an ACME server. */
function acmeName(gateway: Gateway, { server }: AcmeCertificate): string {
  return `${gateway.name}-${new URL(server).hostname}`;
}

/** An issuer as a plain object: the settings of a DNS provider are passed on unchanged. */
function acmeIssuer(scope: Construct, name: string, gateway: Gateway, solved: readonly SolvedHost[]): void {
  const [first] = solved;
  if (first === undefined) return;
  const { server, email } = first.acme;
  const http01 = {
    gatewayHTTPRoute: {
      parentRefs: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name: gateway.name,
          namespace: gateway.namespace,
          sectionName: 'http',
        },
      ],
      // It answers for a minute, to a client without a mesh identity.
      podTemplate: { metadata: { annotations: { 'linkerd.io/inject': 'disabled' } } },
    },
  };
  new ApiObject(scope, name, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name, namespace: gateway.namespace },
    spec: {
      acme: {
        server,
        email,
        privateKeySecretRef: { name: `${name}-account` },
        solvers: solved.map(({ host, acme: { challenge } }) => ({
          selector: { dnsNames: [host] },
          ...(challenge.kind === 'http-01' ? { http01 } : { dns01: challenge.solver }),
        })),
      },
    },
  });
}
