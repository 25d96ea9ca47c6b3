import type { Diagnostic } from '../../diagnostic.js';
import { type Certificate, isSignedBy } from '../../formats/x509/certificate.js';
import { day } from './judge.js';

/** A certificate with its issuers, root last. */
export type Chain = readonly [Certificate, ...Certificate[]];

/** What was found above one certificate. */
export interface ChainSearch {
  /** The chain with the fewest problems; absent where none reaches a root. */
  readonly chain?: Chain;
  readonly problems: readonly Diagnostic[];
}

/** Longest chain of certificates; guards against endless search in cross-signed sets. */
const LONGEST = 8;

/**
 * Looks for a way from a certificate to a root, and says what is wrong with the best one.
 *
 * @param levels how many CA certificates will be issued below `certificate`
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

/** What is wrong between the members of a chain: key identifiers, validity, path lengths. */
function judgeChain(chain: Chain, levels: number): Diagnostic[] {
  const problems: Diagnostic[] = [];
  let below = levels;
  for (const [index, child] of chain.entries()) {
    if (child.pathLength !== undefined && child.pathLength < below) {
      problems.push({
        where: child.where,
        path: 'path length',
        got: `${child.pathLength}`,
        expected: `at least ${below}, for the CA certificates below it as far as '${chain[0].subject}'${levels > 0 ? ` and ${levels} more` : ''}`,
        fix: 'Issue it with a larger path length, or leave out a level.',
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
      fix: 'Issue it with one: two issuers of one name cannot be told apart without it.',
    });
  } else if (parent.subjectKeyId !== undefined && authorityKeyId !== parent.subjectKeyId) {
    problems.push({
      where: child.where,
      path: 'authority key identifier',
      got: authorityKeyId,
      expected: `${parent.subjectKeyId}, as '${parent.subject}' has it`,
      fix: 'Issue it again from the certificate that is given as its issuer.',
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
      expected: 'a signature by the key of the issuer that is given',
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
