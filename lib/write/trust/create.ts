import type { webcrypto } from 'node:crypto';
import { InvalidInput, throwIfAny } from '../../diagnostic.js';
import { type Certificate, isSignedBy, parseCertificate } from '../../formats/x509/certificate.js';
import { encodePem } from '../../formats/x509/pem.js';
import * as x509 from '../../formats/x509/x509.js';
import { day } from './judge.js';

/** The source of keys, serial numbers and the time; the caller passes it in, so that this code stays pure. */
export interface Source {
  /** Web Crypto, such as Node's `webcrypto`. */
  readonly crypto: webcrypto.Crypto;
  readonly now: Date;
}

/** A CA with its private key. */
export interface Authority {
  readonly certificate: Certificate;
  /** PKCS#8 in PEM. Secret. */
  readonly keyPem: string;
}

/** The specification of a root or an intermediate. */
export interface AuthoritySpec {
  /** Common name, at most 64 characters (RFC 5280, ub-common-name). */
  readonly commonName: string;
  /** Days from now to expiry. */
  readonly validityDays: number;
}

/** The specification of an intermediate. */
export interface IntermediateSpec extends AuthoritySpec {
  /** Number of further CA certificates that may follow below: 1 for a mesh intermediate, 0 for a messaging one. */
  readonly pathLength: number;
}

/**
 * Milliseconds by which a certificate's validity starts before it is made: the clocks of other machines may be behind.
 */
const BACKDATE = 5 * 60_000;
const DAY = 24 * 60 * 60_000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const LONGEST_NAME = 64;

/** Makes a self-signed root: ECDSA P-256 with SHA-256, no path length. Throws {@link InvalidInput} for a bad spec. */
export async function createRoot(spec: AuthoritySpec, source: Source): Promise<Authority> {
  checkSpec(spec);
  const keys = await generateKeys(source);
  const issued = await x509.X509CertificateGenerator.create(
    {
      ...common(spec, source, new Date(0)),
      issuer: nameOf(spec.commonName),
      publicKey: keys.publicKey,
      signingKey: keys.privateKey,
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true), ...(await identity(keys, source))],
    },
    source.crypto,
  );
  return authority(issued, keys, source);
}

/**
 * Makes an intermediate below `parent`: ECDSA P-256 with SHA-256. Throws {@link InvalidInput} for a bad spec, and if
 * the intermediate would outlive its parent.
 */
export async function createIntermediate(
  spec: IntermediateSpec,
  parent: Authority,
  source: Source,
): Promise<Authority> {
  checkSpec(spec);
  const times = common(spec, source, parent.certificate.notBefore);
  const { notAfter, notBefore, pathLength } = parent.certificate;
  const where = `Intermediate '${spec.commonName}'`;
  throwIfAny([
    ...(times.notAfter <= notAfter
      ? []
      : [
          {
            where,
            path: 'validity',
            got: `until ${day(times.notAfter)}`,
            expected: `at most until ${day(notAfter)}, when '${parent.certificate.subject}' expires`,
            fix: 'Shorten it, or rotate the root first.',
          },
        ]),
    ...(source.now >= notBefore
      ? []
      : [
          {
            where,
            path: 'validity',
            got: `from ${day(source.now)}`,
            expected: `not before ${day(notBefore)}, when '${parent.certificate.subject}' begins`,
            fix: 'Correct the clock of this machine.',
          },
        ]),
    ...(pathLength === undefined || pathLength > spec.pathLength
      ? []
      : [
          {
            where,
            path: 'path length',
            got: `${spec.pathLength}`,
            expected: `less than the ${pathLength} of '${parent.certificate.subject}'`,
            fix: 'Use a parent with a larger path length, or none.',
          },
        ]),
  ]);
  const keys = await generateKeys(source);
  const signer = await importKey(parent, source);
  const parentPublicKey = new x509.X509Certificate(parent.certificate.pem);
  const issued = await x509.X509CertificateGenerator.create(
    {
      ...times,
      issuer: parentPublicKey.subjectName,
      publicKey: keys.publicKey,
      signingKey: signer,
      extensions: [
        new x509.BasicConstraintsExtension(true, spec.pathLength, true),
        ...(await identity(keys, source)),
        parent.certificate.subjectKeyId === undefined
          ? await x509.AuthorityKeyIdentifierExtension.create(parentPublicKey.publicKey, false, source.crypto)
          : new x509.AuthorityKeyIdentifierExtension(parent.certificate.subjectKeyId),
      ],
    },
    source.crypto,
  );
  const made = await authority(issued, keys, source);
  if (!isSignedBy(made.certificate, parent.certificate)) {
    throw new InvalidInput([
      {
        where: `Key of '${parent.certificate.subject}'`,
        got: 'the key of another certificate',
        expected: 'the key that was made with this one',
        fix: 'Pass the certificate and the key of the same root.',
      },
    ]);
  }
  return made;
}

function checkSpec({ commonName, validityDays }: AuthoritySpec): void {
  const where = `Certificate '${commonName}'`;
  throwIfAny([
    ...(commonName.length > 0 && commonName.length <= LONGEST_NAME
      ? []
      : [
          {
            where,
            path: 'common name',
            got: `${commonName.length} characters long`,
            expected: `1 to ${LONGEST_NAME} characters`,
            fix: 'Use shorter names for the fleet, the cluster or the trust domain.',
          },
        ]),
    ...(validityDays >= 1 && validityDays <= 36_500
      ? []
      : [
          {
            where,
            path: 'validity',
            got: `${validityDays} days`,
            expected: '1 to 36500 days',
            fix: 'Use 3650 for a root and 365 for an intermediate.',
          },
        ]),
  ]);
}

function common({ commonName, validityDays }: AuthoritySpec, { crypto, now }: Source, earliest: Date) {
  // X.509 times are whole seconds.
  const second = Math.floor(now.getTime() / 1000) * 1000;
  const serial = crypto.getRandomValues(new Uint8Array(16));
  // In DER the first bit is the sign; the second is set so that no leading byte is dropped: 126 random bits remain.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return {
    subject: nameOf(commonName),
    serialNumber: Buffer.from(serial).toString('hex'),
    notBefore: new Date(Math.max(second - BACKDATE, earliest.getTime())),
    notAfter: new Date(second + validityDays * DAY),
    signingAlgorithm: ALGORITHM,
  };
}

function nameOf(commonName: string): x509.JsonName {
  return [{ CN: [commonName] }];
}

async function generateKeys({ crypto }: Source): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function importKey({ certificate, keyPem }: Authority, { crypto }: Source): Promise<webcrypto.CryptoKey> {
  try {
    const der = Buffer.from(keyPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    return await crypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
  } catch {
    throw new InvalidInput([
      {
        where: `Key of '${certificate.subject}'`,
        got: 'not readable',
        expected: 'an ECDSA P-256 key as PKCS#8 in PEM',
        fix: 'Use the file that was written with the root, or convert the key with `openssl pkcs8 -topk8 -nocrypt`.',
      },
    ]);
  }
}

async function identity(keys: webcrypto.CryptoKeyPair, { crypto }: Source): Promise<x509.Extension[]> {
  return [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
  ];
}

async function authority(
  issued: x509.X509Certificate,
  keys: webcrypto.CryptoKeyPair,
  { crypto }: Source,
): Promise<Authority> {
  const { certificates, problems } = parseCertificate(issued.subject, issued.toString('pem'));
  throwIfAny(problems);
  const [certificate] = certificates;
  if (certificate === undefined) throw new Error(`The certificate made for ${issued.subject} cannot be read back.`);
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { certificate, keyPem: encodePem('PRIVATE KEY', new Uint8Array(key)) };
}
