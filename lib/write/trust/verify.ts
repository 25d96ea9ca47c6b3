import { type Diagnostic, sortDiagnostics } from '../../diagnostic.js';
import type { Certificate, PublicKeyFacts } from '../../formats/x509/certificate.js';
import { type Chain, findChain } from './chain.js';
import {
  type CertificateRole,
  isSelfSigned,
  judgeAuthority,
  judgeLeaf,
  judgeMoment,
  type LeafDemands,
  levelsBelow,
} from './judge.js';

/** A CA certificate below a root. */
export interface Intermediate {
  readonly certificate: Certificate;
  /** What it signs, which decides the rules it must meet. @default 'intermediate' */
  readonly role?: Exclude<CertificateRole, 'root'>;
}

/** A certificate that a server or a client presents. */
export interface Leaf extends LeafDemands {
  readonly certificate: Certificate;
}

/** The non-secret part of a private key: the public key it belongs to. */
export interface KeyClaim {
  /** How messages name the key. */
  readonly where: string;
  readonly publicKey: PublicKeyFacts;
  /** The certificate that it must belong to. @default - any of those given */
  readonly certificate?: Certificate;
}

/** Certificates that must belong together. */
export interface Hierarchy {
  /** Self-signed certificates that are trusted directly. */
  readonly roots: readonly Certificate[];
  /** CA certificates that must chain to a root. @default - none */
  readonly intermediates?: readonly Intermediate[];
  /** Certificates that sign nothing and must chain to a root. @default - none */
  readonly leaves?: readonly Leaf[];
  /** Private keys that must belong to a certificate. @default - none */
  readonly keys?: readonly KeyClaim[];
  /** The time at which all must be valid. @default - validity is compared only between certificates */
  readonly at?: Date;
}

/** The chains of the certificates, and all their problems. */
export interface Verification {
  /** For each intermediate and leaf that reaches a root, its best chain. */
  readonly chains: readonly Chain[];
  /** Sorted, without duplicates. */
  readonly problems: readonly Diagnostic[];
}

/**
 * Verifies certificates against each other: signatures, names, key identifiers, CA flags, usages, path lengths through
 * the whole chain, nested validity, algorithms, keys. Name constraints are not evaluated; a critical one is a problem.
 */
export function verifyHierarchy(hierarchy: Hierarchy): Verification {
  const { roots, intermediates = [], leaves = [], keys = [], at } = hierarchy;
  const authorities = intermediates.map(({ certificate }) => certificate);
  const everything = [...roots, ...authorities, ...leaves.map(({ certificate }) => certificate)];
  const problems: Diagnostic[] = [];
  const chains: Chain[] = [];
  const climb = (certificate: Certificate, levels: number): void => {
    const search = findChain(certificate, roots, authorities, levels);
    problems.push(...search.problems);
    if (search.chain !== undefined) chains.push(search.chain);
  };
  for (const root of roots) problems.push(...judgeAuthority(root, 'root'), ...judgeRoot(root));
  for (const { certificate, role = 'intermediate' } of intermediates) {
    problems.push(...judgeAuthority(certificate, role));
    climb(certificate, levelsBelow(role));
  }
  for (const leaf of leaves) {
    problems.push(...judgeLeaf(leaf.certificate, leaf));
    climb(leaf.certificate, 0);
  }
  for (const key of keys) problems.push(...judgeKeyClaim(key, everything));
  if (at !== undefined) problems.push(...everything.flatMap((certificate) => judgeMoment(certificate, at)));
  return { chains, problems: sortDiagnostics(problems) };
}

function judgeRoot(root: Certificate): Diagnostic[] {
  if (isSelfSigned(root)) return [];
  return [
    {
      where: root.where,
      path: 'issuer',
      got: root.subject === root.issuer ? 'itself, but signed with another key' : `'${root.issuer}'`,
      expected: 'the root itself: roots are self-signed',
      fix: 'List the certificate at the top of the chain as the root, and this one among the intermediates.',
    },
  ];
}

function judgeKeyClaim({ where, publicKey, certificate }: KeyClaim, everything: readonly Certificate[]): Diagnostic[] {
  const owners = certificate === undefined ? everything : [certificate];
  if (owners.some((owner) => owner.publicKey.fingerprint === publicKey.fingerprint)) return [];
  const wanted = certificate === undefined ? 'one of the certificates' : `'${certificate.subject}'`;
  return [
    {
      where,
      got: `a private key (public key SHA-256 ${publicKey.fingerprint.slice(0, 16)}…) without its certificate`,
      expected: `the key of ${wanted}`,
      fix: 'Pass the certificate and the key that were made together.',
    },
  ];
}
