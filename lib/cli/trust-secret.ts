import { dump } from 'js-yaml';
import type { Certificate } from '../formats/x509/certificate.js';
import type { Authority } from '../write/trust/create.js';

/** Name and namespace of a Secret with an intermediate. */
export interface SecretPlace {
  readonly name: string;
  readonly namespace: string;
  /** The fleet, for the label `app.kubernetes.io/part-of`. */
  readonly fleet: string;
}

/**
 * Renders the Secret that a cert-manager CA issuer signs with. `tls.crt` ends with the root: cert-manager writes the
 * topmost certificate that it finds there into `ca.crt` of all it issues, and leaves a self-signed one out of `tls.crt`.
 *
 * @see https://cert-manager.io/docs/configuration/ca/
 */
export function renderIntermediateSecret(
  place: SecretPlace,
  { certificate, keyPem }: Authority,
  root: Certificate,
): string {
  const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  return dump({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: place.name,
      namespace: place.namespace,
      labels: {
        'app.kubernetes.io/managed-by': 'meshwright',
        'app.kubernetes.io/name': place.name,
        'app.kubernetes.io/part-of': place.fleet,
      },
    },
    type: 'kubernetes.io/tls',
    data: {
      'ca.crt': encode(root.pem),
      'tls.crt': encode(certificate.pem + root.pem),
      'tls.key': encode(keyPem),
    },
  });
}
