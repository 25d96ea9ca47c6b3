import { compareReleases } from '../../formats/release.js';
import { Field } from '../../manifest/field.js';
import { compareText } from '../../manifest/order.js';
import { ClusterIndex } from '../model/cluster-index.js';
import { type Change, firstReleases } from './change.js';
import { allChanges } from './changes/all.js';
import { type Consequence, WEIGHTS } from './consequence.js';
import { hasChange, upgradeProjects } from './project.js';
import { type ClusterUpgrade, releasesAt, type Step } from './request.js';
import { compareSchemas, type SchemaComparison } from './schema-comparison.js';

/** What an upgrade does to a cluster. */
export interface UpgradeOutcome extends ClusterUpgrade, Omit<SchemaComparison, 'consequences'> {
  /** In the order of releases. */
  readonly consequences: readonly Consequence[];
}

/** What an upgrade does to the objects of a cluster. */
export async function consequencesOf(upgrade: ClusterUpgrade): Promise<UpgradeOutcome> {
  const comparison = await compareSchemas(upgrade);
  const consequences = [...comparison.consequences, ...changeConsequences(upgrade)].sort(byRelease);
  return { ...upgrade, ...comparison, consequences };
}

function changeConsequences({ cluster, steps }: ClusterUpgrade): readonly Consequence[] {
  const index = new ClusterIndex({ ...cluster, releases: releasesAt(steps, 'from') });
  return steps.flatMap((step) =>
    allChanges.filter(({ project }) => project === step.project).flatMap((change) => concerned(change, step, index)),
  );
}

function concerned(change: Change, step: Step, index: ClusterIndex): readonly Consequence[] {
  const release = crossed(change, step);
  if (release === undefined) return [];
  const { project, kinds, weight, what, effect, action, source } = change;
  return [...new Set(kinds)]
    .flatMap((kind) => index.ofKind(kind))
    .flatMap((resource) => change.concerns(Field.of(resource), index))
    .map(({ resource, path }) => ({
      ...{ project, release, weight, cluster: index.name, resource, path, what, action, source },
      ...(effect === undefined ? {} : { effect }),
    }));
}

/** The first release on the way that has a change; undefined if the start has it already, or the end does not. */
function crossed(change: Change, { from, to }: Step): string | undefined {
  const firsts = firstReleases(change);
  if (hasChange(from, firsts) === true || hasChange(to, firsts) === false) return undefined;
  return firsts.find((first) => compareReleases(from, first) < 0) ?? to;
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
