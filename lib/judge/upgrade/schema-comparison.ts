import { compareReleases } from '../../formats/release.js';
import { groupOf } from '../../manifest/object.js';
import type { ClusterView, Resource } from '../../manifest/resource.js';
import { knownReleases } from '../../releases/known.js';
import { type ClusterReleases, EXPERIMENTAL, isProject } from '../../releases/project.js';
import type { Finding } from '../finding.js';
import { kindEntry } from '../schema/scope.js';
import { judgeSchemas } from '../schema/validate.js';
import type { Consequence } from './consequence.js';
import { nameOf } from './project.js';
import { releaseNotes } from './release-notes.js';
import { type ClusterUpgrade, releasesAt, type Step } from './request.js';

/** What the schemas say of an upgrade. */
export interface SchemaComparison {
  readonly consequences: readonly Consequence[];
  /** How many faults the objects have before the upgrade; they are not repeated. */
  readonly faultsBefore: number;
  /** Objects without a known schema, which are not compared. */
  readonly notCompared: readonly Resource[];
}

/**
 * What the schemas of the new releases refuse, and those of the old ones do not: kinds, versions, fields and values that are gone,
 * fields that must be set, bounds that became tighter. What only releases after the upgrade refuse is deprecated, and so is what the
 * new releases warn of.
 */
export async function compareSchemas({
  cluster,
  steps,
}: Pick<ClusterUpgrade, 'cluster' | 'steps'>): Promise<SchemaComparison> {
  if (steps.every(({ project }) => !isProject(project))) return { consequences: [], faultsBefore: 0, notCompared: [] };
  const known = withoutKnownDefinitions(cluster);
  const later = steps.map((step) => ({ ...step, from: step.to, to: newest(step) }));
  const [before, after] = [releasesAt(steps, 'from'), releasesAt(steps, 'to')];
  const present = await judgedAt(known, before);
  const upgraded = await judgedAt(known, after);
  const broken = newIn(upgraded.errors, present.errors);
  const soon = newIn((await judgedAt(known, releasesAt(later, 'to'))).errors, [...present.errors, ...broken]);
  const going = new Set([...broken, ...soon].map(fieldOf));
  const warned = newIn(upgraded.deprecated, present.deprecated).filter((finding) => !going.has(fieldOf(finding)));
  const located = async (findings: readonly Finding[], way: readonly Step[], start: ClusterReleases) => {
    const found: Located[] = [];
    for (const finding of findings) found.push(...(await locate(finding, known, way, start)));
    return found;
  };
  return {
    consequences: [
      ...(await located(broken, steps, before)).map(refused),
      ...(await located(soon, later, after)).map((place) => refusedLater(place, steps)),
      ...(await located(warned, steps, before)).map(deprecated),
    ],
    faultsBefore: present.errors.length,
    notCompared: present.unknown,
  };
}

function newIn(findings: readonly Finding[], known: readonly Finding[]): readonly Finding[] {
  const keys = new Set(known.map(keyOf));
  return findings.filter((finding) => !keys.has(keyOf(finding)));
}

/** The objects without definitions of kinds that are known by release: the upgrade replaces these. */
function withoutKnownDefinitions(cluster: ClusterView): ClusterView {
  return { ...cluster, resources: cluster.resources.filter((resource) => !definesKnownKind(resource)) };
}

function definesKnownKind({ object }: Resource): boolean {
  if (object.kind !== 'CustomResourceDefinition' || groupOf(object.apiVersion) !== 'apiextensions.k8s.io') return false;
  const [plural = '', ...group] = object.metadata.name.split('.');
  const { spec } = object;
  const names = typeof spec === 'object' && spec !== null && !Array.isArray(spec) ? spec['names'] : undefined;
  const kind = typeof names === 'object' && names !== null && !Array.isArray(names) ? names['kind'] : undefined;
  return plural !== '' && typeof kind === 'string' && kindEntry(group.join('.'), kind) !== undefined;
}

interface Judged {
  readonly errors: readonly Finding[];
  /** Warnings of versions that the release still serves. */
  readonly deprecated: readonly Finding[];
  readonly unknown: readonly Resource[];
}

async function judgedAt(cluster: ClusterView, releases: ClusterReleases): Promise<Judged> {
  const outcomes = await judgeSchemas({ ...cluster, releases });
  const findings = outcomes.filter((outcome): outcome is Finding => 'severity' in outcome);
  const unknown = outcomes.flatMap((outcome) =>
    'reason' in outcome && outcome.rule === 'schema/unknown-kind' && outcome.resource !== undefined
      ? [outcome.resource]
      : [],
  );
  return {
    errors: findings.filter(({ severity }) => severity === 'error'),
    deprecated: findings.filter(({ rule }) => rule === 'schema/deprecated-version'),
    unknown,
  };
}

/** A finding, and the first release on the way that makes it. */
interface Located {
  readonly finding: Finding;
  readonly project: Step['project'];
  readonly release: string;
}

/** Attributed to the last step if only all of them together make the finding. */
async function locate(
  finding: Finding,
  cluster: ClusterView,
  steps: readonly Step[],
  before: ClusterReleases,
): Promise<readonly Located[]> {
  const alone = { ...cluster, resources: [finding.resource] };
  const key = keyOf(finding);
  for (const step of steps) {
    for (const release of releasesBetween(step)) {
      const { errors, deprecated: warnings } = await judgedAt(alone, { ...before, [step.project]: release });
      const found = [...errors, ...warnings].find((each) => keyOf(each) === key);
      if (found !== undefined) return [{ finding: found, project: step.project, release }];
    }
  }
  const last = steps.findLast(({ project }) => isProject(project));
  return last === undefined ? [] : [{ finding, project: last.project, release: last.to }];
}

/** The releases after the start of a step, up to its end, oldest first. */
function releasesBetween({ project, from, to }: Step): readonly string[] {
  if (!isProject(project)) return [];
  const channel = to.endsWith(EXPERIMENTAL) ? EXPERIMENTAL : '';
  return knownReleases(project)
    .filter((release) => compareReleases(from, release) < 0 || `${release}${channel}` === to)
    .filter((release) => compareReleases(release, to) <= 0)
    .map((release) => `${release}${channel}`);
}

function placeOf({ finding: { cluster, resource, path }, project, release }: Located) {
  return { project, release, cluster, resource, path, source: releaseNotes(project, release) };
}

function refused(located: Located): Consequence {
  const { finding, project, release } = located;
  const { rule, got, expected, fix } = finding;
  const name = nameOf(project, release);
  return {
    ...placeOf(located),
    weight: 'refused',
    what: `${name} refuses ${got}, and expects ${expected}.`,
    action: ADVICE[rule]?.(finding, name) ?? fix,
  };
}

function refusedLater(located: Located, steps: readonly Step[]): Consequence {
  const consequence = refused(located);
  const step = steps.find(({ project }) => project === located.project);
  const accepted = step === undefined ? '' : `${nameOf(step.project, step.to)} still accepts it. `;
  return { ...consequence, weight: 'deprecated', what: `${accepted}${consequence.what}` };
}

function deprecated(located: Located): Consequence {
  const { got, effect, fix } = located.finding;
  return {
    ...placeOf(located),
    weight: 'deprecated',
    what: `The object is ${got}.`,
    ...(effect === undefined ? {} : { effect }),
    action: fix,
  };
}

/** Advice in place of that of `check`, which says how to state another release. */
const ADVICE: Readonly<Record<string, (finding: Finding, release: string) => string>> = {
  'schema/unknown-field': (_, release) =>
    `Say the same by fields of ${release}. Remove it only if nothing depends on what it restricts.`,
  'schema/unserved-version': ({ expected, fix }, release) =>
    expected.startsWith('a kind that ')
      ? `Remove the object before the upgrade: ${release} has no other version of it.`
      : fix,
  'schema/value-not-allowed': ({ expected }) => `Change it before the upgrade to ${expected}.`,
};

function newest({ project, to }: Step): string {
  const last = isProject(project) ? knownReleases(project).at(-1) : undefined;
  return last === undefined ? to : `${last}${to.endsWith(EXPERIMENTAL) ? EXPERIMENTAL : ''}`;
}

function fieldOf(finding: Finding): string {
  return keyOf({ ...finding, rule: '' });
}

/** The same fault of the same field, whatever release is named in its text. */
function keyOf({ rule, resource: { file, document, object }, path }: Finding): string {
  const { kind, metadata } = object;
  return JSON.stringify([file, document, kind, metadata.namespace ?? '', metadata.name, rule, path]);
}
