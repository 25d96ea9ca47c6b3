import { type Diagnostic, sortDiagnostics } from '../../diagnostic.js';
import type { Certificate } from '../../formats/x509/certificate.js';
import { findChain } from './chain.js';
import { levelsBelow } from './judge.js';
import type { Intermediate } from './verify.js';

/** The roots that a cluster trusts, and the issuers that it signs with. */
export interface ClusterTrust {
  /** The cluster's name. */
  readonly name: string;
  /** The roots in its trust bundle. */
  readonly bundle: readonly Certificate[];
  /** Its issuers with their chains, without the root; every cluster must trust every one. */
  readonly intermediates: readonly Intermediate[];
}

/**
 * Checks that every cluster's issuers lead to a root in its own bundle and in that of each peer. During a rotation this
 * is true only while every bundle has the old and the new root.
 *
 * @param rotating roots that every bundle must contain, old and new
 */
export function verifyBundles(clusters: readonly ClusterTrust[], rotating: readonly Certificate[] = []): Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const trusting of clusters) {
    const where = `Cluster '${trusting.name}': trust bundle`;
    if (trusting.bundle.length === 0) {
      problems.push({
        where,
        got: 'empty',
        expected: 'at least one root',
        fix: 'Add the root certificate of the fleet.',
      });
      continue;
    }
    for (const root of rotating) {
      if (trusting.bundle.some(({ fingerprint }) => fingerprint === root.fingerprint)) continue;
      problems.push({
        where,
        got: `without '${root.subject}' (SHA-256 ${root.fingerprint.slice(0, 16)}…)`,
        expected: 'both old and new root during a rotation',
        fix: 'Add the missing root; remove the old one only when no certificate below it is in use.',
      });
    }
    for (const signing of clusters) {
      const pool = signing.intermediates.map(({ certificate }) => certificate);
      for (const { certificate, role = 'intermediate' } of signing.intermediates) {
        const { chain } = findChain(certificate, trusting.bundle, pool, levelsBelow(role));
        if (chain !== undefined) continue;
        problems.push({
          where,
          got: `without a root above '${certificate.subject}' of cluster '${signing.name}'`,
          expected: 'a root for every issuer of the fleet',
          fix: 'Add the root that signed this issuer to the bundle of every cluster.',
        });
      }
    }
  }
  return sortDiagnostics(problems);
}
