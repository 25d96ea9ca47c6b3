import { createHash, X509Certificate as NodeCertificate } from 'node:crypto';
import type { Diagnostic } from '../../diagnostic.js';
import { encodePem, scanPem } from './pem.js';
import * as x509 from './x509.js';

/** The properties of a public key that verifiers check. */
export interface PublicKeyFacts {
  /** `EC`, `RSA`, or Node's name for any other type: `ED25519`. */
  readonly algorithm: string;
  /** `P-256`, `P-384`, …; absent for other keys than elliptic curve keys. */
  readonly curve?: string;
  /** Size of the modulus in bits; absent for keys that are not RSA keys. */
  readonly bits?: number;
  /** SHA-256 of the SubjectPublicKeyInfo, in lower-case hexadecimal: equal for a certificate and its private key. */
  readonly fingerprint: string;
}

/** Addresses and names that a certificate, or a cert-manager Certificate, is valid for. */
export interface AlternativeNames {
  /** DNS names; `*` may replace the whole first label. @default - none */
  readonly dnsNames?: readonly string[];
  /** IPv4 and IPv6 addresses. @default - none */
  readonly ipAddresses?: readonly string[];
  /** URIs, such as SPIFFE identities. @default - none */
  readonly uris?: readonly string[];
  /** Mail addresses. @default - none */
  readonly emailAddresses?: readonly string[];
}

/** The contents of an X.509 certificate. Plain data; holds nothing secret. */
export interface Certificate {
  /** How messages name it: the place it was read from, and its subject. */
  readonly where: string;
  /** Distinguished name in RFC 4514 form: `CN=root.linkerd.cluster.local`. */
  readonly subject: string;
  /** Distinguished name of the signer. */
  readonly issuer: string;
  /** Serial number in lower-case hexadecimal. */
  readonly serial: string;
  /** First valid moment. */
  readonly notBefore: Date;
  /** Last valid moment. */
  readonly notAfter: Date;
  /** Whether basic constraints allow it to sign certificates. */
  readonly isCA: boolean;
  /** Whether basic constraints are marked critical, as RFC 5280 requires of a CA. */
  readonly constraintsCritical: boolean;
  /** How many more CA certificates may be between it and a leaf; absent if there is no limit. */
  readonly pathLength?: number;
  readonly publicKey: PublicKeyFacts;
  /** `ECDSA-SHA256`, `RSA-SHA256`, …: the signer's key type and the digest. */
  readonly signatureAlgorithm: string;
  /** RFC 5280 names: `keyCertSign`, `digitalSignature`. Empty if the extension is absent. */
  readonly keyUsages: readonly string[];
  /**
   * RFC 5280 names, or the object identifier if there is none. Empty if the extension is absent, which means any
   * purpose.
   */
  readonly extendedKeyUsages: readonly string[];
  readonly alternativeNames: Required<AlternativeNames>;
  /** In lower-case hexadecimal; absent if the extension is. */
  readonly subjectKeyId?: string;
  /** In lower-case hexadecimal; absent if the extension is. */
  readonly authorityKeyId?: string;
  /** Object identifiers of critical extensions that are not read here. */
  readonly unknownCriticalExtensions: readonly string[];
  /** SHA-256 of the whole certificate in lower-case hexadecimal. */
  readonly fingerprint: string;
  /** Canonical PEM: one block, one line break at the end, nothing else. */
  readonly pem: string;
}

/** The certificates that could be read, and the problems of the rest. */
export interface ParsedCertificates {
  readonly certificates: readonly Certificate[];
  readonly problems: readonly Diagnostic[];
}

/** Number of certificates, and of pairs, that the cache holds. */
const CACHE_LIMIT = 1_000;
const PURPOSES: ReadonlyMap<string, string> = new Map([
  ['2.5.29.37.0', 'anyExtendedKeyUsage'],
  ...Object.entries(x509.ExtendedKeyUsage).map(([name, oid]): [string, string] => [oid, name]),
]);
const KNOWN_EXTENSIONS = new Set([
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.32',
  '2.5.29.35',
  '2.5.29.37',
]);
const CURVES: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
]);

/**
 * Reads every certificate of a PEM text. Never throws, and never repeats key material in a problem.
 *
 * @param where what messages call the text: `Fleet 'demo': roots`, or a file name
 */
export function parseCertificates(where: string, pem: string): ParsedCertificates {
  const { blocks, problems: faults } = scanPem(where, pem);
  const problems = [...faults];
  const certificates = new Map<string, Certificate>();
  for (const [index, block] of blocks.entries()) {
    const place = blocks.length > 1 ? `${where}, block ${index + 1}` : where;
    if (block.type !== 'CERTIFICATE') {
      problems.push(otherBlock(place, block.type));
      continue;
    }
    const certificate = readCertificate(where, block.der);
    if (certificate === undefined) {
      problems.push({
        where: place,
        got: 'not an X.509 certificate',
        expected: 'a complete DER certificate inside the PEM block',
        fix: 'Copy the file again from its source: it is truncated or damaged.',
      });
    } else if (certificates.has(certificate.fingerprint)) {
      problems.push({
        where: place,
        got: `a duplicate of '${certificate.subject}'`,
        expected: 'each certificate once',
        fix: 'Remove the duplicate.',
      });
    } else {
      certificates.set(certificate.fingerprint, certificate);
    }
  }
  return { certificates: [...certificates.values()], problems };
}

/** Reads a PEM text that must hold exactly one certificate. */
export function parseCertificate(where: string, pem: string): ParsedCertificates {
  const parsed = parseCertificates(where, pem);
  const count = parsed.certificates.length;
  if (count < 2) return parsed;
  const problem = { where, got: `${count} certificates`, expected: 'exactly one', fix: 'Keep the intended one.' };
  return { certificates: parsed.certificates, problems: [...parsed.problems, problem] };
}

/** Whether the key in `issuer` made the signature on `certificate`. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  const pair = `${certificate.fingerprint} ${issuer.fingerprint}`;
  const answer = signed.get(pair) ?? hasSignature(certificate, issuer);
  if (signed.size >= CACHE_LIMIT) signed.clear();
  signed.set(pair, answer);
  return answer;
}

/** Results of {@link isSignedBy}, by both fingerprints: every cluster checks the same roots. */
const signed = new Map<string, boolean>();

function hasSignature(certificate: Certificate, issuer: Certificate): boolean {
  try {
    return new NodeCertificate(certificate.pem).verify(new NodeCertificate(issuer.pem).publicKey);
  } catch {
    // OpenSSL throws instead of answering no if the key type does not fit the signature type.
    return false;
  }
}

function otherBlock(where: string, type: string): Diagnostic {
  if (type.endsWith('PRIVATE KEY')) {
    return {
      where,
      got: 'a private key',
      expected: 'only certificates',
      fix: 'Remove the key, and make a new one if this text was ever committed or sent.',
    };
  }
  return {
    where,
    got: `a ${type} block`,
    expected: 'only CERTIFICATE blocks',
    fix: "Remove it: Linkerd's parser silently drops every certificate from there on.",
  };
}

/** Parsed certificates by their PEM: all clusters of a fleet trust the same few roots, and parsing one is slow. */
const known = new Map<string, Omit<Certificate, 'where'> | undefined>();

function readCertificate(where: string, der: Uint8Array): Certificate | undefined {
  const pem = encodePem('CERTIFICATE', der);
  if (!known.has(pem)) {
    if (known.size >= CACHE_LIMIT) known.clear();
    known.set(pem, describe(der, pem));
  }
  const certificate = known.get(pem);
  return certificate && { where: `${where}: certificate '${certificate.subject}'`, ...certificate };
}

/** Undefined if the bytes are not a certificate. */
function describe(der: Uint8Array, pem: string): Omit<Certificate, 'where'> | undefined {
  try {
    return factsOf(der, pem);
  } catch {
    return undefined;
  }
}

function factsOf(der: Uint8Array, pem: string): Omit<Certificate, 'where'> {
  const parsed = new x509.X509Certificate(der);
  const constraints = parsed.getExtension(x509.BasicConstraintsExtension);
  const usages = parsed.getExtension(x509.KeyUsagesExtension);
  const purposes = parsed.getExtension(x509.ExtendedKeyUsageExtension);
  const subjectKeyId = parsed.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
  const authorityKeyId = parsed.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId;
  const { name, hash } = signatureOf(parsed);
  return {
    subject: parsed.subject,
    issuer: parsed.issuer,
    serial: parsed.serialNumber,
    notBefore: parsed.notBefore,
    notAfter: parsed.notAfter,
    isCA: constraints?.ca ?? false,
    constraintsCritical: constraints?.critical ?? false,
    ...(constraints?.pathLength === undefined ? {} : { pathLength: constraints.pathLength }),
    publicKey: publicKeyFacts(new NodeCertificate(pem).publicKey),
    signatureAlgorithm: hash === undefined ? name : `${name}-${hash}`,
    keyUsages: usages === null ? [] : usageNames(usages.usages),
    extendedKeyUsages: (purposes?.usages ?? []).map((oid) => PURPOSES.get(String(oid)) ?? String(oid)),
    alternativeNames: alternativeNames(parsed),
    ...(subjectKeyId === undefined ? {} : { subjectKeyId: subjectKeyId.toLowerCase() }),
    ...(authorityKeyId === undefined ? {} : { authorityKeyId: authorityKeyId.toLowerCase() }),
    unknownCriticalExtensions: parsed.extensions
      .filter(({ critical, type }) => critical && !KNOWN_EXTENSIONS.has(type))
      .map(({ type }) => type),
    fingerprint: createHash('sha256').update(der).digest('hex'),
    pem,
  };
}

/** The properties of a public key as Node's crypto module reads them. */
export function publicKeyFacts(key: NodeCertificate['publicKey']): PublicKeyFacts {
  const type = (key.asymmetricKeyType ?? 'unknown').toUpperCase();
  const fingerprint = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  return {
    algorithm: type,
    ...(namedCurve === undefined ? {} : { curve: CURVES.get(namedCurve) ?? namedCurve }),
    ...(modulusLength === undefined ? {} : { bits: modulusLength }),
    fingerprint,
  };
}

function signatureOf(certificate: x509.X509Certificate): { name: string; hash?: string } {
  // The library's types refer to the DOM's Algorithm, which Node does not have.
  const algorithm: { readonly name?: string; readonly hash?: { readonly name: string } } =
    certificate.signatureAlgorithm;
  const { name = 'unknown', hash } = algorithm;
  const family = name.startsWith('RSASSA') ? 'RSA' : name;
  return hash === undefined ? { name: family } : { name: family, hash: hash.name.replace('-', '') };
}

function usageNames(flags: number): string[] {
  return Object.entries(x509.KeyUsageFlags)
    .filter(([, bit]) => typeof bit === 'number' && (flags & bit) !== 0)
    .map(([name]) => name);
}

function alternativeNames(certificate: x509.X509Certificate): Required<AlternativeNames> {
  const items = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  const of = (type: string) => items.filter((item) => item.type === type).map((item) => item.value);
  return { dnsNames: of('dns'), ipAddresses: of('ip'), uris: of('url'), emailAddresses: of('email') };
}
