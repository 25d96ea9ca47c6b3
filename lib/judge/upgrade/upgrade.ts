import { compareReleases, reaches } from '../../formats/release.js';
import { Field } from '../../manifest/field.js';
import { compareText } from '../../manifest/order.js';
import { ClusterIndex } from '../model/cluster-index.js';
import { type Change, firstReleases } from './change.js';
import { allChanges } from './changes/all.js';
import { type Consequence, WEIGHTS } from './consequence.js';
import { nameOf, type UpgradeProject, upgradeProjects } from './project.js';
import { type ClusterUpgrade, releasesAt, type Step } from './request.js';
import { compareSchemas, type SchemaComparison } from './schema-comparison.js';
import { uses } from './uses.js';

/** What an upgrade does to a cluster. */
export interface UpgradeOutcome extends ClusterUpgrade, Omit<SchemaComparison, 'consequences'> {
  /** In the order of releases. */
  readonly consequences: readonly Consequence[];
  /** Projects whose start is assumed, because nothing among the objects belongs to them. */
  readonly unused: readonly UpgradeProject[];
}

/** What an upgrade does to the objects of a cluster. */
export async function consequencesOf(upgrade: ClusterUpgrade): Promise<UpgradeOutcome> {
  const { cluster, steps } = upgrade;
  const comparison = await compareSchemas(upgrade);
  const index = new ClusterIndex({ ...cluster, releases: releasesAt(steps, 'from') });
  const consequences = [...comparison.consequences, ...changeConsequences(steps, index)].sort(byRelease);
  const unused = steps
    .filter(({ origin, project }) => origin === 'assumed' && !uses(index, project))
    .map(({ project }) => project)
    .filter((project) => consequences.every((consequence) => consequence.project !== project));
  return { ...upgrade, ...comparison, consequences, unused };
}

function changeConsequences(steps: readonly Step[], index: ClusterIndex): readonly Consequence[] {
  return steps.flatMap((step) =>
    allChanges.filter(({ project }) => project === step.project).flatMap((change) => concerned(change, step, index)),
  );
}

function concerned(change: Change, step: Step, index: ClusterIndex): readonly Consequence[] {
  const met = meeting(change, step);
  if (met === undefined) return [];
  return change.kinds
    .flatMap((kind) => index.ofKind(kind))
    .flatMap((resource) => change.concerns(Field.of(resource), index))
    .map(({ resource, path }) => ({ ...met, project: step.project, cluster: index.name, resource, path }));
}

/** What is said of a change on the way of a step; undefined if the start has it already, or the end does not. */
function meeting(
  { weight, what, effect, action, source, ...change }: Change,
  { project, from, to }: Step,
): Pick<Consequence, 'release' | 'weight' | 'what' | 'effect' | 'action' | 'source'> | undefined {
  const firsts = firstReleases(change);
  const [before, after] = [reaches(from, firsts), reaches(to, firsts)];
  const said = { weight, what, ...(effect === undefined ? {} : { effect }), action, source };
  if (after === false) {
    if (before !== true) return undefined;
    const instead = nameOf(project, firsts.find((first) => compareReleases(to, first) < 0) ?? to);
    return {
      ...{ release: to, weight, source },
      what: `${nameOf(project, to)} lacks a change that ${from} has: ${what}`,
      action: `Upgrade to ${instead} or later instead.`,
    };
  }
  if (before === true) return undefined;
  return { ...said, release: firsts.find((first) => compareReleases(from, first) < 0) ?? to };
}

function byRelease(a: Consequence, b: Consequence): number {
  return (
    upgradeProjects.indexOf(a.project) - upgradeProjects.indexOf(b.project) ||
    compareReleases(a.release, b.release) ||
    WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight) ||
    compareText(a.what, b.what) ||
    compareText(a.resource.file, b.resource.file) ||
    a.resource.document - b.resource.document ||
    compareText(a.path, b.path)
  );
}
