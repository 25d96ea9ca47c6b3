import type { Diagnostic } from '../../diagnostic.js';
import { coversAddress } from '../../formats/x509/address.js';
import { type Certificate, isSignedBy } from '../../formats/x509/certificate.js';

/** What a certificate is used for; decides which rules it must meet. */
export type CertificateRole =
  | 'root'
  /** Signs Linkerd's identity issuer: one more CA is below it. */
  | 'mesh-intermediate'
  /** Linkerd's identity issuer itself: signs proxies' leaves. */
  | 'identity-issuer'
  /** Signs leaf certificates only. */
  | 'messaging-intermediate'
  /** A CA whose use is not known: no further CA is asked for below it. */
  | 'intermediate';

/** How many CA certificates are issued below one of this role, besides the given ones. */
export function levelsBelow(role: CertificateRole): number {
  return role === 'mesh-intermediate' ? 1 : 0;
}

/** The problems of a CA certificate by itself. */
export function judgeAuthority(certificate: Certificate, role: CertificateRole): Diagnostic[] {
  const problems = judgeAny(certificate);
  const add = adder(certificate, problems);
  if (!certificate.isCA) {
    add('CA flag', 'absent', 'basic constraints with CA:TRUE', 'Issue it as a CA: it could sign nothing.');
  } else if (!certificate.constraintsCritical) {
    add('basic constraints', 'not critical', 'critical in a CA (RFC 5280, 4.2.1.9)', 'Issue it again as a CA.');
  }
  if (!certificate.keyUsages.includes('keyCertSign')) {
    add('key usage', list(certificate.keyUsages), 'keyCertSign among others', 'Issue it with the usage keyCertSign.');
  }
  if (certificate.subjectKeyId === undefined) {
    add('subject key identifier', 'absent', 'one in every CA (RFC 5280, 4.2.1.2)', 'Issue it with one.');
  }
  const purposes = certificate.extendedKeyUsages;
  const missing = ['serverAuth', 'clientAuth'].filter((purpose) => !purposes.includes(purpose));
  if (purposes.length > 0 && !purposes.includes('anyExtendedKeyUsage') && missing.length > 0) {
    add(
      'extended key usage',
      list(purposes),
      'none, or serverAuth and clientAuth',
      'Issue it without: in a CA it limits every certificate below it.',
    );
  }
  return [...problems, ...judgeKey(certificate, role)];
}

/** What a leaf certificate must be usable for. */
export interface LeafDemands {
  /** DNS names and IP addresses that its clients dial. @default - none: no client dials it */
  readonly addresses?: readonly string[];
  /** `serverAuth` for a listener, `clientAuth` for a client, both for a peer. @default - any */
  readonly purposes?: readonly ('serverAuth' | 'clientAuth')[];
}

/** The problems of a leaf certificate by itself. */
export function judgeLeaf(certificate: Certificate, { addresses = [], purposes = [] }: LeafDemands = {}): Diagnostic[] {
  const problems = judgeAny(certificate);
  const add = adder(certificate, problems);
  const names = certificate.alternativeNames;
  if (certificate.isCA) add('CA flag', 'present', 'a leaf', 'Issue it without CA:TRUE.');
  if (Object.values(names).every((kind) => kind.length === 0)) {
    add('subject alternative name', 'absent', 'at least one DNS name or IP address', 'Issue it with the dialed names.');
  } else {
    const present = [...names.dnsNames, ...names.ipAddresses].join(', ') || 'no DNS name and no IP address';
    for (const address of addresses.filter((wanted) => !coversAddress(names, wanted))) {
      add('subject alternative name', present, `one that covers '${address}'`, 'Add the address that clients dial.');
    }
  }
  const allowed = certificate.extendedKeyUsages;
  if (allowed.length > 0 && !allowed.includes('anyExtendedKeyUsage')) {
    for (const purpose of purposes.filter((wanted) => !allowed.includes(wanted))) {
      add('extended key usage', list(allowed), `${purpose} among others`, `Issue it with the usage ${purpose}.`);
    }
  }
  return problems;
}

/** The problems of a certificate at one moment. Both ends of the validity are valid, as in Go and RFC 5280. */
export function judgeMoment(certificate: Certificate, at: Date): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const add = adder(certificate, problems);
  if (at < certificate.notBefore) {
    add(
      'validity',
      `from ${day(certificate.notBefore)}`,
      `valid from ${day(at)} or earlier`,
      'Wait, or issue it with an earlier start.',
    );
  }
  if (at > certificate.notAfter) {
    add('validity', `expired on ${day(certificate.notAfter)}`, `valid beyond ${day(at)}`, 'Issue it again.');
  }
  return problems;
}

/** Whether a certificate names itself as issuer and is signed with its own key. */
export function isSelfSigned(certificate: Certificate): boolean {
  return certificate.subject === certificate.issuer && isSignedBy(certificate, certificate);
}

/** RFC 3339 in seconds, the precision of X.509. */
export function day(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}

function judgeAny(certificate: Certificate): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const add = adder(certificate, problems);
  if (/-(SHA1|MD5|MD2)$/.test(certificate.signatureAlgorithm)) {
    add('signature', certificate.signatureAlgorithm, 'SHA-256 or stronger', 'Issue it again with SHA-256.');
  }
  if (certificate.unknownCriticalExtensions.length > 0) {
    const found = certificate.unknownCriticalExtensions.join(', ');
    add('critical extensions', found, 'only those of RFC 5280 that are checked here', 'Issue it without them.');
  }
  if (certificate.notAfter < certificate.notBefore) {
    add('validity', 'ended before it begins', 'a period of time', 'Issue it again.');
  }
  return problems;
}

/**
 * Linkerd's own requirements, as `linkerd check` has them; they apply to messaging too, except that an issuer there may
 * have an RSA key.
 */
function judgeKey(certificate: Certificate, role: CertificateRole): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const add = adder(certificate, problems);
  const { algorithm, curve, bits } = certificate.publicKey;
  const found = [algorithm, curve ?? bits].filter((part) => part !== undefined).join(' ');
  const isP256 = algorithm === 'EC' && curve === 'P-256';
  if (role === 'identity-issuer' || role === 'mesh-intermediate') {
    if (!isP256) add('public key', found, 'ECDSA P-256', "Make a P-256 key: Linkerd's issuers accept no other.");
  } else if (!isP256 && !(algorithm === 'RSA' && (bits === 2048 || bits === 4096))) {
    add('public key', found, 'ECDSA P-256, or RSA with 2048 or 4096 bits', 'Make a key of such a kind.');
  }
  const { signatureAlgorithm: signature } = certificate;
  const isStrange = signature !== 'ECDSA-SHA256' && signature !== 'RSA-SHA256';
  if (isStrange && !/-(SHA1|MD5|MD2)$/.test(signature)) {
    add('signature', signature, 'ECDSA or RSA with SHA-256', 'Issue it again with SHA-256.');
  }
  return problems;
}

function adder(certificate: Certificate, problems: Diagnostic[]) {
  return (field: string, got: string, expected: string, fix: string): void => {
    problems.push({ where: certificate.where, path: field, got, expected, fix });
  };
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'absent' : names.join(', ');
}
