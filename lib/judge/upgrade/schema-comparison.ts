import { compareReleases } from '../../formats/release.js';
import { groupOf } from '../../manifest/object.js';
import { type ClusterReleases, isProject } from '../../manifest/releases.js';
import type { ClusterView, Resource } from '../../manifest/resource.js';
import type { Finding } from '../finding.js';
import { EXPERIMENTAL, knownReleases } from '../schema/releases.js';
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
 * fields that must be set, bounds that became tighter. What only releases after the upgrade refuse is deprecated.
 */
export async function compareSchemas({ cluster, steps }: ClusterUpgrade): Promise<SchemaComparison> {
  if (steps.every(({ project }) => !isProject(project))) return { consequences: [], faultsBefore: 0, notCompared: [] };
  const known = withoutKnownDefinitions(cluster);
  const later = steps.map((step) => ({ ...step, from: step.to, to: newest(step) }));
  const [before, after] = [releasesAt(steps, 'from'), releasesAt(steps, 'to')];
  const present = await judgedAt(known, before);
  const broken = newIn(await judgedAt(known, after), present.errors);
  const soon = newIn(await judgedAt(known, releasesAt(later, 'to')), [...present.errors, ...broken]);
  const consequences: Consequence[] = [];
  for (const finding of broken) consequences.push(...(await located(finding, known, steps, before)));
  for (const finding of soon)
    for (const consequence of await located(finding, known, later, after))
      consequences.push(deprecated(consequence, steps));
  return { consequences, faultsBefore: present.errors.length, notCompared: present.unknown };
}

function newIn({ errors }: Judged, known: readonly Finding[]): readonly Finding[] {
  const keys = new Set(known.map(keyOf));
  return errors.filter((error) => !keys.has(keyOf(error)));
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
  readonly unknown: readonly Resource[];
}

async function judgedAt(cluster: ClusterView, releases: ClusterReleases): Promise<Judged> {
  const outcomes = await judgeSchemas({ ...cluster, releases });
  const errors = outcomes.filter(
    (outcome): outcome is Finding => 'severity' in outcome && outcome.severity === 'error',
  );
  const unknown = outcomes.flatMap((outcome) =>
    'reason' in outcome && outcome.rule === 'schema/unknown-kind' && outcome.resource !== undefined
      ? [outcome.resource]
      : [],
  );
  return { errors, unknown };
}

/** The finding at the first release on the way that makes it; several projects may each be the reason. */
async function located(
  { resource, ...finding }: Finding,
  cluster: ClusterView,
  steps: readonly Step[],
  before: ClusterReleases,
): Promise<readonly Consequence[]> {
  const alone = { ...cluster, resources: [resource] };
  const key = keyOf({ resource, ...finding });
  for (const step of steps) {
    for (const release of releasesBetween(step)) {
      const { errors } = await judgedAt(alone, { ...before, [step.project]: release });
      const found = errors.find((error) => keyOf(error) === key);
      if (found !== undefined) return [consequenceOf(found, step, release)];
    }
  }
  return [];
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

function consequenceOf(finding: Finding, { project }: Step, release: string): Consequence {
  const { rule, cluster, resource, path, got, expected, fix } = finding;
  const name = nameOf(project, release);
  return {
    ...{ project, release, weight: 'refused', cluster, resource, path },
    what: `${name} refuses ${got}, and expects ${expected}.`,
    action: ADVICE[rule]?.(finding, name) ?? fix,
    source: releaseNotes(project, release),
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

function deprecated(consequence: Consequence, steps: readonly Step[]): Consequence {
  const { project, release, what } = consequence;
  const step = steps.find((each) => each.project === project);
  const accepted = step === undefined ? '' : `${nameOf(project, step.to)} still accepts it. `;
  return { ...consequence, weight: 'deprecated', what: `${accepted}${what}`, release };
}

function newest({ project, to }: Step): string {
  const last = isProject(project) ? knownReleases(project).at(-1) : undefined;
  return last === undefined ? to : `${last}${to.endsWith(EXPERIMENTAL) ? EXPERIMENTAL : ''}`;
}

/** The same fault of the same field, whatever release is named in its text. */
function keyOf({ rule, resource: { file, document, object }, path }: Finding): string {
  const { kind, metadata } = object;
  return JSON.stringify([file, document, kind, metadata.namespace ?? '', metadata.name, rule, path]);
}
