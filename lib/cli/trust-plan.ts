import type { Diagnostic } from '../diagnostic.js';
import { nearest } from '../formats/did-you-mean.js';
import { factsOf, type IntermediateFact } from '../write/fleet/facts.js';
import { DEFAULT_TRUST_DOMAIN } from '../write/fleet/mesh.js';
import { buildCluster } from '../write/fleet/synthesize.js';
import type { Fleet } from '../write/platform/fleet.js';
import type { FleetCluster } from '../write/platform/fleet-cluster.js';
import type { IntermediatePlace } from '../write/trust/intermediates.js';
import { checkDomain, checkLabel } from './trust-layout.js';

/** What to create for a fleet, and what is wrong with the request. */
export interface TrustPlan {
  readonly trustDomain: string;
  readonly clusters: readonly ClusterPlan[];
  readonly problems: readonly Diagnostic[];
}

/** The intermediates of one cluster. */
export interface ClusterPlan {
  readonly name: string;
  readonly intermediates: readonly IntermediatePlace[];
}

/** What the options say about a fleet that no program describes. */
export interface StatedTrust {
  readonly trustDomain?: string;
  readonly meshNamespace: string;
  readonly meshSecret: string;
  readonly messagingNamespace: string;
  readonly messagingSecret: string;
}

/** The plan for a fleet of which only the options are known. */
export function statedPlan(clusters: readonly string[], stated: StatedTrust): TrustPlan {
  const { trustDomain = DEFAULT_TRUST_DOMAIN, meshNamespace, meshSecret, messagingNamespace, messagingSecret } = stated;
  const absent: Diagnostic = {
    where: 'Option --cluster',
    got: 'absent',
    expected: 'the name of each cluster',
    fix: 'Give it once for each cluster.',
  };
  return {
    trustDomain,
    clusters: clusters.map((name) => ({
      name,
      intermediates: [
        { use: 'mesh', namespace: meshNamespace, secretName: meshSecret },
        { use: 'messaging', namespace: messagingNamespace, secretName: messagingSecret },
      ],
    })),
    problems: [
      ...(clusters.length === 0 ? [absent] : []),
      ...clusters.flatMap((name) => checkLabel('Cluster name', name)),
      ...repeated(clusters),
      ...checkDomain('Option --trust-domain', trustDomain),
      ...checkLabel('Option --mesh-namespace', meshNamespace),
      ...checkLabel('Option --messaging-namespace', messagingNamespace),
      ...checkDomain('Option --mesh-secret', meshSecret),
      ...checkDomain('Option --messaging-secret', messagingSecret),
    ],
  };
}

/** The fleet of that name, or what is wrong with the name. */
export function findFleet(fleets: readonly Fleet[], name: string): { fleet?: Fleet; problems: readonly Diagnostic[] } {
  const fleet = fleets.find((candidate) => candidate.name === name);
  if (fleet !== undefined) return { fleet, problems: [] };
  return {
    problems: [
      unknown(
        'Fleet name',
        name,
        fleets.map((known) => known.name),
        'a fleet',
      ),
    ],
  };
}

/**
 * The plan for a fleet that a program describes: meshes, Secrets and trust domain follow from its `TrustHierarchy` constructs.
 *
 * @param wanted names of clusters; empty for all of them
 */
export function fleetPlan(fleets: readonly Fleet[], name: string, wanted: readonly string[]): TrustPlan {
  const { fleet, problems } = findFleet(fleets, name);
  if (fleet === undefined) return { trustDomain: DEFAULT_TRUST_DOMAIN, clusters: [], problems };
  const names = fleet.clusters.map((cluster) => cluster.name);
  const of = `a cluster of fleet '${name}'`;
  const unplanned = wanted.filter((cluster) => !names.includes(cluster));
  const chosen = fleet.clusters.filter((cluster) => wanted.length === 0 || wanted.includes(cluster.name));
  const read = chosen.map(readCluster);
  const domains = [...new Set(read.flatMap(({ facts }) => facts.map(({ trustDomain }) => trustDomain)))];
  return {
    trustDomain: domains[0] ?? DEFAULT_TRUST_DOMAIN,
    clusters: read.map((cluster) => ({ name: cluster.name, intermediates: cluster.facts })),
    problems: [
      ...unplanned.map((cluster) => unknown('Cluster name', cluster, names, of)),
      ...repeated(wanted),
      ...read.flatMap((cluster) => cluster.problems),
      ...(domains.length > 1 ? [severalDomains(name, domains)] : []),
    ],
  };
}

interface ClusterReading {
  readonly name: string;
  readonly facts: readonly IntermediateFact[];
  readonly problems: readonly Diagnostic[];
}

/** Roots may not exist yet, so other faults of the cluster are left to its synthesis. */
function readCluster(cluster: FleetCluster): ClusterReading {
  const { name } = cluster;
  const { app, problems } = buildCluster(cluster);
  const facts = factsOf(app).filter((fact) => fact.kind === 'intermediate');
  const [other] = facts.filter(({ root }) => root !== 'offline');
  if (other !== undefined) {
    const refusal: Diagnostic = {
      where: `${other.by}: root`,
      got: `of kind '${other.root}'`,
      expected: "an 'offline' root, whose key this command creates",
      fix: 'Leave out the cluster: cert-manager creates its intermediates.',
    };
    return { name, facts, problems: [refusal] };
  }
  if (facts.length > 0) return { name, facts, problems: [] };
  const none: Diagnostic = {
    where: `Cluster '${name}'`,
    got: 'without intermediates',
    expected: 'a TrustHierarchy with a mesh, or with messaging',
    fix: 'Add one to its components, or leave out the cluster.',
  };
  return { name, facts, problems: problems.length > 0 ? problems : [none] };
}

function unknown(where: string, name: string, known: readonly string[], what: string): Diagnostic {
  const meant = nearest(name, known);
  return {
    where,
    got: `'${name}'`,
    expected: `${what}: ${known.join(', ')}`,
    fix: `${meant === undefined ? '' : `Did you mean ${meant}? `}Correct the name, or add it to the program first.`,
  };
}

function repeated(clusters: readonly string[]): Diagnostic[] {
  const twice = clusters.filter((name, index) => clusters.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => ({
    where: 'Option --cluster',
    got: `'${name}' more than once`,
    expected: 'each cluster once',
    fix: 'Remove the duplicate.',
  }));
}

function severalDomains(fleet: string, domains: readonly string[]): Diagnostic {
  return {
    where: `Fleet '${fleet}': trustDomain`,
    got: domains.map((domain) => `'${domain}'`).join(' and '),
    expected: 'one trust domain for all clusters',
    fix: 'Give all of them the same trustDomain.',
  };
}
