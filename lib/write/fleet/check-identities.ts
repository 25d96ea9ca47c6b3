import type { Diagnostic } from '../../diagnostic.js';
import type { Fact, IdentityFact, TrustFact } from './facts.js';

/** Compares the identities that a cluster's control plane issues with the trust of the cluster. */
export function checkIdentities(facts: readonly Fact[]): Diagnostic[] {
  const trust = new Map(
    facts.filter((fact): fact is TrustFact => fact.kind === 'trust').map((fact) => [fact.cluster, fact]),
  );
  return facts
    .filter((fact): fact is IdentityFact => fact.kind === 'identity')
    .flatMap((fact) => {
      const trusted = trust.get(fact.cluster);
      return trusted === undefined ? [] : [...checkDomain(fact, trusted), ...checkAnchors(fact, trusted)];
    });
}

function checkDomain({ by, trustDomain }: IdentityFact, trusted: TrustFact): Diagnostic[] {
  if (trustDomain === trusted.trustDomain) return [];
  return [
    {
      where: by,
      path: 'values.identityTrustDomain',
      got: `'${trustDomain}'`,
      expected: `'${trusted.trustDomain}', as in ${trusted.by}`,
      fix: 'Use the same trust domain in both: the issuer would certify names that no proxy has.',
    },
  ];
}

function checkAnchors({ by, anchors }: IdentityFact, trusted: TrustFact): Diagnostic[] {
  if (trusted.ownRoot) return [];
  const same = anchors.length === trusted.anchors.length && anchors.every((anchor) => trusted.anchors.includes(anchor));
  if (same) return [];
  return [
    {
      where: by,
      path: 'roots',
      got: anchors.length === 0 ? 'absent' : 'other certificates',
      expected: `the roots of ${trusted.by}`,
      fix: 'Use the same roots in both: those of the control plane decide when pods restart, and are compared between clusters.',
    },
  ];
}
