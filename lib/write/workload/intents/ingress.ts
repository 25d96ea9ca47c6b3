import { isMapping } from '../../../formats/mapping.js';
import { type Fields, kinds, list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { objectName, text } from '../../../input/values.js';
import { GATEWAY, type Gateway } from '../gateway.js';
import { PATH } from './request-match.js';

/** How a service is reached from outside the cluster, over TLS. @see https://gateway-api.sigs.k8s.io/concepts/api-overview/#gateway */
export interface Ingress {
  /** Gateway that terminates TLS; it may call the port. */
  readonly gateway: Gateway;
  /**
   * Public DNS names, at least one; a name belongs to one gateway. A leading `*.` matches one label. @see
   * https://gateway-api.sigs.k8s.io/api-types/gateway/#hostnames
   */
  readonly hosts: readonly string[];
  /** Name of a port of the workload that speaks HTTP. */
  readonly port: string;
  /** Paths that are exposed. @default - all @see https://gateway-api.sigs.k8s.io/api-types/httproute/#matches */
  readonly paths?: readonly string[];
  /** Who issues the certificate. @see https://cert-manager.io/docs/usage/certificate/ */
  readonly certificate: IngressCertificate;
}

/** Where the certificate of a public host name comes from. @see https://cert-manager.io/docs/configuration/issuers/ */
export type IngressCertificate = IssuedCertificate | AcmeCertificate;

/** An issuer that already exists in the cluster. @see https://cert-manager.io/docs/configuration/issuers/ */
export interface IssuedCertificate {
  /** An existing issuer. */
  readonly kind: 'issuer';
  /** Name of the issuer. */
  readonly name: string;
  /** Kind of the issuer: of the gateway's namespace, or of the cluster. @default ClusterIssuer */
  readonly issuerKind?: 'Issuer' | 'ClusterIssuer';
}

/** An ACME server, such as Let's Encrypt, for which an issuer is created. @see https://cert-manager.io/docs/configuration/acme/ */
export interface AcmeCertificate {
  /** An ACME server. */
  readonly kind: 'acme';
  /** Directory URL of the server. */
  readonly server: string;
  /** Contact address for expiry notices. */
  readonly email: string;
  /** How the host names are verified; wildcards need dns-01. @see https://cert-manager.io/docs/configuration/acme/ */
  readonly challenge: AcmeChallenge;
}

/** How an ACME server verifies a host name. @see https://letsencrypt.org/docs/challenge-types/ */
export type AcmeChallenge = { readonly kind: 'http-01' } | Dns01Challenge;

/** A TXT record that cert-manager writes through a DNS provider. @see https://cert-manager.io/docs/configuration/acme/dns01/ */
export interface Dns01Challenge {
  /** Proves a name by a DNS record, wildcards too. @see https://cert-manager.io/docs/configuration/acme/dns01/ */
  readonly kind: 'dns-01';
  /** The solver's `dns01` field as cert-manager defines it, such as `{ route53: { region: 'eu-central-1' } }`. */
  readonly solver: { readonly [provider: string]: { readonly [field: string]: unknown } };
}

/** A public host name in lower case; a wildcard replaces only the first label. */
export const HOST: Shape<string> = text(
  "a DNS name such as 'api.example.com', or '*.example.com'",
  /^(?=.{1,253}$)(\*\.)?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)+$/,
);

const SOLVER: Shape<Dns01Challenge['solver']> = {
  expected: 'an object with the name of one DNS provider and its settings',
  faults: (path, value) =>
    isMapping(value) && Object.keys(value).length === 1 && Object.values(value).every(isMapping)
      ? []
      : [
          {
            path,
            got: 'something else',
            expected: 'an object with one DNS provider and its settings',
            fix: 'Set it.',
          },
        ],
};

/** What is accepted as each option of an ingress. */
export const INGRESS_FIELDS: Fields<Ingress> = {
  gateway: GATEWAY,
  hosts: list(HOST, 1),
  port: text(),
  paths: optional(list(PATH, 1)),
  certificate: kinds<IngressCertificate>({
    issuer: { name: objectName, issuerKind: optional(oneOf('Issuer', 'ClusterIssuer')) },
    acme: {
      server: text('an https URL', /^https:\/\/\S+$/),
      email: text('a mail address', /^[^@\s]+@[^@\s]+$/),
      challenge: kinds<AcmeChallenge>({ 'http-01': {}, 'dns-01': { solver: SOLVER } }),
    },
  }),
};

/** What is accepted as an ingress. */
export const INGRESS: Shape<Ingress> = options<Ingress>(INGRESS_FIELDS);
