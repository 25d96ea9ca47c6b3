import type { Diagnostic } from '../../diagnostic.js';
import { checkClusters } from './check-clusters.js';
import { checkIdentities } from './check-identities.js';
import { checkLeaves } from './check-leaves.js';
import { checkMesh } from './check-mesh.js';
import { checkStreams } from './check-streams.js';
import type { ClusterSet } from './components.js';
import type { DialedFact, ExposedFact, Fact, TrustFact, UniqueFact } from './facts.js';

/**
 * Compares the facts that the clusters of a fleet publish about each other.
 *
 * @param unfinished clusters with a component that failed: what it would have exposed is not known, so it is not reported as missing.
 */
export function checkFacts(fleet: ClusterSet, facts: readonly Fact[], unfinished: ReadonlySet<string>): Diagnostic[] {
  const exposed = byCluster(facts.filter((fact): fact is ExposedFact => fact.kind === 'exposed'));
  return [
    ...checkUnique(facts.filter((fact): fact is UniqueFact => fact.kind === 'unique')),
    ...facts
      .filter((fact): fact is DialedFact => fact.kind === 'dialed')
      .filter(({ cluster }) => !unfinished.has(cluster))
      .flatMap((fact) => checkDialed(fact, exposed.get(fact.cluster) ?? [])),
    ...checkIdentities(facts),
    ...checkMesh(facts),
    ...checkClusters(fleet.clusters, facts, unfinished),
    ...checkLeaves(
      fleet.clusters.map(({ name }) => name),
      facts,
      unfinished,
    ),
    ...checkStreams(facts, unfinished),
    ...checkTrust(
      fleet.name,
      facts.filter((fact): fact is TrustFact => fact.kind === 'trust'),
    ),
  ];
}

function checkUnique(facts: readonly UniqueFact[]): Diagnostic[] {
  const first = new Map<string, UniqueFact>();
  return facts.flatMap((fact): Diagnostic[] => {
    const key = `${fact.of}\n${fact.value}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, fact);
      return [];
    }
    return [
      {
        where: fact.by,
        path: fact.of,
        got: `'${fact.value}', as in ${earlier.by}`,
        expected: 'a value that is unique within the fleet',
        fix: 'Change one of the two.',
      },
    ];
  });
}

function byCluster(exposed: readonly ExposedFact[]): ReadonlyMap<string, readonly ExposedFact[]> {
  const groups = new Map<string, ExposedFact[]>();
  for (const fact of exposed) {
    const group = groups.get(fact.cluster);
    if (group === undefined) groups.set(fact.cluster, [fact]);
    else group.push(fact);
  }
  return groups;
}

/** `inCluster` is what the dialed cluster exposes. */
function checkDialed(dialed: DialedFact, inCluster: readonly ExposedFact[]): Diagnostic[] {
  const where = `${dialed.by}: remote`;
  const got = `${dialed.address}:${dialed.port} in cluster '${dialed.cluster}'`;
  const match = inCluster.find((fact) => fact.nodePort === dialed.port);
  if (match === undefined) {
    const ports = inCluster.map((fact) => fact.nodePort).sort((a, b) => a - b);
    return [
      {
        where,
        got,
        expected:
          ports.length === 0 ? 'a port that the cluster exposes; it exposes none' : `port ${ports.join(' or ')}`,
        fix: "Add the broker to that cluster of the fleet, with a leafnode listener, or correct the leaf's hub.",
      },
    ];
  }
  if (match.certifiedFor.includes(dialed.address)) return [];
  return [
    {
      where,
      got,
      expected: `an address that the certificate of ${match.by} names: ${match.certifiedFor.join(', ')}`,
      fix: "Add the address to the broker cluster's nodeAddresses, or dial one of the named addresses.",
    },
  ];
}

function checkTrust(fleet: string, facts: readonly TrustFact[]): Diagnostic[] {
  const [first, ...others] = facts;
  if (first === undefined) return [];
  const problems = others
    .filter((fact) => fact.trustDomain !== first.trustDomain)
    .map((fact) => ({
      where: fact.by,
      path: 'trustDomain',
      got: `'${fact.trustDomain}', and '${first.trustDomain}' in ${first.by}`,
      expected: `one trust domain for all clusters of fleet '${fleet}'`,
      fix: 'Use the same trustDomain in both.',
    }));
  for (const fact of facts) {
    if (!fact.ownRoot || others.length === 0) continue;
    problems.push({
      where: fact.by,
      path: 'root',
      got: `self-signed in a fleet of ${facts.length} clusters`,
      expected: 'a root that all clusters share',
      fix: 'Use an offline root, or an issuer: a self-signed root is known only in its own cluster.',
    });
  }
  for (const fact of others) {
    const apart =
      fact.anchors.length > 0 &&
      first.anchors.length > 0 &&
      !fact.anchors.some((anchor) => first.anchors.includes(anchor));
    if (!apart) continue;
    problems.push({
      where: fact.by,
      path: 'roots',
      got: `no root that ${first.by} also trusts`,
      expected: `a trust root common to all clusters of fleet '${fleet}'`,
      fix: 'Use the same roots in both; during a rotation, the old and the new one.',
    });
  }
  return problems;
}
