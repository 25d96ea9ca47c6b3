import { webcrypto } from 'node:crypto';
import { type Certificate, parseCertificate } from '../../../lib/formats/x509/certificate.js';
import { encodePem } from '../../../lib/formats/x509/pem.js';
import * as x509 from '../../../lib/formats/x509/x509.js';

export const NOW = new Date('2030-01-01T00:00:00Z');
const DAY = 24 * 60 * 60_000;

export function daysFromNow(days: number): Date {
  return new Date(NOW.getTime() + days * DAY);
}

/** A certificate with its key, good or bad on purpose. */
export interface Issued {
  readonly certificate: Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly keyPem: string;
}

/** Every way in which a test certificate may differ from a good CA. */
export interface IssueSpec {
  readonly name: string;
  /** @default - self-signed */
  readonly parent?: Issued;
  /** @default true */
  readonly ca?: boolean;
  /** @default true */
  readonly critical?: boolean;
  readonly pathLength?: number;
  /** 0 leaves the extension out. @default keyCertSign and cRLSign for a CA, else digitalSignature */
  readonly usages?: number;
  readonly purposes?: x509.ExtendedKeyUsage[];
  readonly names?: x509.JsonGeneralNames;
  /** Days from NOW. @default [-1, 100] */
  readonly days?: readonly [number, number];
  /** @default EC P-256 */
  readonly key?: webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams;
  /** @default SHA-256 */
  readonly hash?: string;
  readonly withoutSubjectKeyId?: true;
  /** `null` leaves the extension out. @default - the parent's */
  readonly authorityKeyId?: string | null;
  /** Signs with this key instead of the parent's. */
  readonly forger?: Issued;
  readonly extensions?: x509.Extension[];
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

export async function issue(spec: IssueSpec): Promise<Issued> {
  const { parent, ca = true, days = [-1, 100], hash = 'SHA-256' } = spec;
  const keys = await generate(spec.key ?? P256);
  const signer = spec.forger ?? parent;
  const signingKey = signer?.keys.privateKey ?? keys.privateKey;
  const { CA_USAGES, LEAF_USAGES } = USAGES;
  const usages = spec.usages ?? (ca ? CA_USAGES : LEAF_USAGES);
  const authorityKeyId =
    spec.authorityKeyId === undefined ? parent?.certificate.subjectKeyId : (spec.authorityKeyId ?? undefined);
  const issued = await x509.X509CertificateGenerator.create(
    {
      subject: `CN=${spec.name}`,
      issuer: parent?.certificate.subject ?? `CN=${spec.name}`,
      notBefore: daysFromNow(days[0]),
      notAfter: daysFromNow(days[1]),
      publicKey: keys.publicKey,
      signingKey,
      signingAlgorithm: { ...signingKey.algorithm, hash },
      extensions: [
        new x509.BasicConstraintsExtension(ca, spec.pathLength, spec.critical ?? true),
        ...(usages === 0 ? [] : [new x509.KeyUsagesExtension(usages, true)]),
        ...(spec.purposes === undefined ? [] : [new x509.ExtendedKeyUsageExtension(spec.purposes)]),
        ...(spec.names === undefined ? [] : [new x509.SubjectAlternativeNameExtension(spec.names)]),
        ...(spec.withoutSubjectKeyId
          ? []
          : [await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto)]),
        ...(authorityKeyId === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(authorityKeyId)]),
        ...(spec.extensions ?? []),
      ],
    },
    webcrypto,
  );
  const { certificates, problems } = parseCertificate('test', issued.toString('pem'));
  const [certificate] = certificates;
  if (certificate === undefined) throw new Error(JSON.stringify(problems));
  const der = new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { certificate, keys, keyPem: encodePem('PRIVATE KEY', der) };
}

const USAGES = {
  CA_USAGES: x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
  LEAF_USAGES: x509.KeyUsageFlags.digitalSignature,
};

async function generate(
  key: webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams,
): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(key, true, ['sign', 'verify']);
}

/** An RSA key for {@link IssueSpec.key}. */
export function rsa(bits: number, hash = 'SHA-256'): webcrypto.RsaHashedKeyGenParams {
  return { name: 'RSASSA-PKCS1-v1_5', modulusLength: bits, publicExponent: new Uint8Array([1, 0, 1]), hash };
}
