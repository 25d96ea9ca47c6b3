import { webcrypto } from 'node:crypto';
import { encodePem } from '../../../lib/formats/x509/pem.js';
import * as x509 from '../../../lib/formats/x509/x509.js';
import type { Authority } from '../../../lib/write/trust/create.js';
import type { CertificateSpec } from './kubernetes.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const BACKDATE = 5 * 60_000;

const USAGES: Readonly<Record<string, { readonly key?: x509.KeyUsageFlags; readonly extended?: string }>> = {
  'digital signature': { key: x509.KeyUsageFlags.digitalSignature },
  'server auth': { extended: x509.ExtendedKeyUsage.serverAuth },
  'client auth': { extended: x509.ExtendedKeyUsage.clientAuth },
};

/** How a certificate departs from what is asked for. */
export interface Departure {
  /** Seconds from now to its end; negative for one that has ended. @default - the duration that is asked for */
  readonly secondsToLive?: number;
  /** @default - the usages that are asked for */
  readonly usages?: readonly string[];
}

/** Makes the Secret that cert-manager makes for a Certificate: a new key, and the certificate with its intermediate. */
export async function issueCertificate(
  { spec }: { readonly spec: CertificateSpec },
  issuer: Authority,
  rootPem: string,
  { secondsToLive = seconds(spec.duration), usages = spec.usages }: Departure = {},
): Promise<Readonly<Record<string, string>>> {
  const wanted = usages.map((usage) => {
    const known = USAGES[usage];
    if (known === undefined) throw new Error(`The test's issuer does not know the usage '${usage}'.`);
    return known;
  });
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const parent = new x509.X509Certificate(issuer.certificate.pem);
  const der = Buffer.from(issuer.keyPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: [{ CN: [spec.commonName] }],
      issuer: parent.subjectName,
      serialNumber: `40${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex')}`,
      notBefore: new Date(now - BACKDATE),
      notAfter: new Date(now + secondsToLive * 1000),
      publicKey: keys.publicKey,
      signingKey: await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']),
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(
          wanted.reduce((flags, { key = 0 }) => flags | key, 0),
          true,
        ),
        new x509.ExtendedKeyUsageExtension(
          wanted.flatMap(({ extended }) => (extended === undefined ? [] : [extended])),
        ),
        new x509.SubjectAlternativeNameExtension([
          ...(spec.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value })),
          ...(spec.ipAddresses ?? []).map((value) => ({ type: 'ip' as const, value })),
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(parent.publicKey),
      ],
    },
    webcrypto,
  );
  return {
    'ca.crt': rootPem,
    'tls.crt': `${certificate.toString('pem')}\n${issuer.certificate.pem}`,
    'tls.key': encodePem('PRIVATE KEY', new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))),
  };
}

/** Reads `2160h0m0s`. */
function seconds(duration: string): number {
  const [, hours = '0', minutes = '0', rest = '0'] = /^(\d+)h(\d+)m(\d+)s$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}
