import type { Diagnostic } from '../../diagnostic.js';
import { type Certificate, isSignedBy } from '../../formats/x509/certificate.js';
import { day } from './judge.js';

/** A certificate with its issuers, root last. */
export type Chain = readonly [Certificate, ...Certificate[]];

/** The search result above one certificate. */
export interface ChainSearch {
  /** The chain with the fewest problems; absent if none reaches a root. */
  readonly chain?: Chain;
  readonly problems: readonly Diagnostic[];
}

/** Maximum length of a chain; prevents endless search in cross-signed sets. */
const LONGEST = 8;

/**
 * Searches the chains from a certificate to a root, and reports the problems of the best one.
 *
 * @param levels number of CA certificates that are issued below `certificate`
 */
export function findChain(
  certificate: Certificate,
  roots: readonly Certificate[],
  intermediates: readonly Certificate[],
  levels: number,
): ChainSearch {
  const isRoot = (candidate: Certificate) => roots.some(({ fingerprint }) => fingerprint === candidate.fingerprint);
  const pool = [...roots, ...intermediates.filter((candidate) => !isRoot(candidate))];
  let best: ChainSearch | undefined;
  const walk = (chain: Chain): void => {
    const top = chain[chain.length - 1] ?? chain[0];
    if (isRoot(top)) {
      const found = { chain, problems: judgeChain(chain, levels) };
      if (best === undefined || found.problems.length < best.problems.length) best = found;
      return;
    }
    if (chain.length >= LONGEST) return;
    for (const issuer of pool) {
      const isKnown = chain.some(({ fingerprint }) => fingerprint === issuer.fingerprint);
      if (!isKnown && issuer.subject === top.issuer && isSignedBy(top, issuer)) walk([...chain, issuer]);
    }
  };
  walk([certificate]);
  return best ?? { problems: [missingIssuer(certificate, pool)] };
}

/** Problems between the members of a chain: key identifiers, validity, path lengths. */
function judgeChain(chain: Chain, levels: number): Diagnostic[] {
  const problems: Diagnostic[] = [];
  let below = levels;
  for (const [index, child] of chain.entries()) {
    if (child.pathLength !== undefined && child.pathLength < below) {
      problems.push({
        where: child.where,
        path: 'path length',
        got: `${child.pathLength}`,
        expected: `at least ${below}, for the CA certificates below it down to '${chain[0].subject}'${levels > 0 ? ` and ${levels} more` : ''}`,
        fix: 'Issue it with a larger path length, or remove a level.',
      });
    }
    const parent = chain[index + 1];
    if (parent === undefined) break;
    problems.push(...judgeLink(child, parent));
    // RFC 5280 does not count self-issued certificates, such as a CA's own key rollover.
    if (child.isCA && child.subject !== child.issuer) below += 1;
  }
  return problems;
}

function judgeLink(child: Certificate, parent: Certificate): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const { authorityKeyId } = child;
  if (authorityKeyId === undefined) {
    problems.push({
      where: child.where,
      path: 'authority key identifier',
      got: 'absent',
      expected: "the issuer's subject key identifier (RFC 5280, 4.2.1.1)",
      fix: 'Issue it with one: without it, two issuers of the same name look alike.',
    });
  } else if (parent.subjectKeyId !== undefined && authorityKeyId !== parent.subjectKeyId) {
    problems.push({
      where: child.where,
      path: 'authority key identifier',
      got: authorityKeyId,
      expected: `${parent.subjectKeyId}, as in '${parent.subject}'`,
      fix: 'Issue it again from the given issuer.',
    });
  }
  if (child.notBefore < parent.notBefore || child.notAfter > parent.notAfter) {
    problems.push({
      where: child.where,
      path: 'validity',
      got: `${day(child.notBefore)} to ${day(child.notAfter)}`,
      expected: `a period within that of '${parent.subject}', ${day(parent.notBefore)} to ${day(parent.notAfter)}`,
      fix: 'Issue it for a shorter time, or renew its issuer first.',
    });
  }
  return problems;
}

function missingIssuer(certificate: Certificate, pool: readonly Certificate[]): Diagnostic {
  const where = `${certificate.where}: issuer`;
  const others = pool.filter(({ fingerprint }) => fingerprint !== certificate.fingerprint);
  const namesakes = others.filter(({ subject }) => subject === certificate.issuer);
  if (certificate.subject === certificate.issuer) {
    return {
      where,
      got: 'the certificate itself',
      expected: 'one of the roots, or an intermediate below one',
      fix: 'Have it signed by a root, or list it among the roots.',
    };
  }
  if (namesakes.length === 0) {
    return {
      where,
      got: `'${certificate.issuer}', which is not among the certificates`,
      expected: 'a certificate that leads to a root',
      fix: 'Add the missing issuer, or have the certificate signed by one of the roots.',
    };
  }
  if (namesakes.every((issuer) => !isSignedBy(certificate, issuer))) {
    return {
      where,
      got: `'${certificate.issuer}' by name, but signed with another key`,
      expected: 'a signature by the key of the given issuer',
      fix: 'Give the issuer that signed it, or issue it again.',
    };
  }
  return {
    where,
    got: `'${certificate.issuer}', from which no chain leads to a root`,
    expected: 'a chain that ends in a root',
    fix: 'Add the missing certificates above it.',
  };
}
