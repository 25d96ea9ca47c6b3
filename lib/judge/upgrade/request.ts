import type { Diagnostic } from '../../diagnostic.js';
import { compareReleases } from '../../formats/release.js';
import type { ClusterView } from '../../manifest/resource.js';
import { type ClusterReleases, EXPERIMENTAL } from '../../releases/project.js';
import { ClusterIndex } from '../model/cluster-index.js';
import {
  nameOf,
  oldestLine,
  readRelease,
  releaseLines,
  UPGRADE_PROJECTS,
  type UpgradeProject,
  upgradeProjects,
} from './project.js';
import { installedReleases } from './running.js';

/** Releases by project, as {@link readRelease} gives them. */
export type StatedReleases = Readonly<Partial<Record<UpgradeProject, string>>>;

/** The way of one project in one cluster. */
export interface Step {
  readonly project: UpgradeProject;
  readonly from: string;
  readonly to: string;
  /** How `from` is known; `assumed` if nothing says it, so that the oldest known release is taken. */
  readonly origin: 'stated' | 'installed' | 'assumed';
}

/** A cluster, and what is upgraded in it. */
export interface ClusterUpgrade {
  readonly cluster: ClusterView;
  readonly steps: readonly Step[];
  /** Projects that are at the named release already. */
  readonly current: readonly UpgradeProject[];
}

/**
 * What an upgrade does in each cluster: from the stated release, else from the one that its objects install, else from the oldest one
 * that is known. Also what is wrong with the request.
 */
export function planUpgrade(
  clusters: readonly ClusterView[],
  from: StatedReleases,
  to: StatedReleases,
): { readonly upgrades: readonly ClusterUpgrade[]; readonly problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  const upgrades = clusters.map((cluster): ClusterUpgrade => {
    const installed = installedReleases(new ClusterIndex(cluster));
    const ways = upgradeProjects.flatMap((project): Step[] => {
      const target = to[project];
      if (target === undefined) return [];
      const step = { project, to: target, ...startOf(project, from[project], installed.get(project)) };
      if (step.origin !== 'assumed' && compareReleases(step.from, target) > 0) problems.push(downgrade(step, cluster));
      return [step];
    });
    return {
      cluster,
      steps: ways.filter((step) => !isAtEnd(step)),
      current: ways.filter(isAtEnd).map(({ project }) => project),
    };
  });
  for (const project of upgradeProjects) {
    const target = to[project];
    if (target !== undefined && clusters.length > 0 && upgrades.every(({ current }) => current.includes(project)))
      problems.push(sameRelease(project, target, from[project] !== undefined));
  }
  return { upgrades, problems };
}

function startOf(
  project: UpgradeProject,
  stated: string | undefined,
  installed: string | undefined,
): Pick<Step, 'from' | 'origin'> {
  if (stated !== undefined) return { from: stated, origin: 'stated' };
  const known = installed === undefined ? undefined : readRelease(project, installed);
  if (known !== undefined) return { from: known, origin: 'installed' };
  // What is older than everything known is compared from the oldest that is; what is newer is a downgrade.
  const isNewer = installed !== undefined && compareReleases(installed, releaseLines(project).at(-1) ?? '') > 0;
  return isNewer ? { from: installed, origin: 'installed' } : { from: oldestLine(project), origin: 'assumed' };
}

/** From one channel of the Gateway API to the other is a way too. */
function isAtEnd({ from, to }: Step): boolean {
  return compareReleases(from, to) === 0 && channelOf(from) === channelOf(to);
}

function channelOf(release: string): string {
  return release.endsWith(EXPERIMENTAL) ? EXPERIMENTAL : '';
}

function downgrade({ project, from, to, origin }: Step, cluster: ClusterView): Diagnostic {
  return {
    where: `--${project}`,
    got: `${to}, older than ${from}, ${origin === 'stated' ? `which --from-${project} states` : `which the objects of ${cluster.name} install`}`,
    expected: `a release of ${UPGRADE_PROJECTS[project]} after ${from}`,
    fix: `Name a later release${origin === 'stated' ? '' : `, or state another start with --from-${project}`}. Downgrades are not compared.`,
  };
}

function sameRelease(project: UpgradeProject, release: string, isStated: boolean): Diagnostic {
  return {
    where: `--${project}`,
    got: `${release}, which ${isStated ? `--from-${project} states too` : 'every cluster runs already'}`,
    expected: `a release of ${UPGRADE_PROJECTS[project]} after ${release}`,
    fix: `Name a later release, or state an earlier start with --from-${project}.`,
  };
}

/** The releases of a cluster before the upgrade or after it, as schemas and rules take them. */
export function releasesAt(steps: readonly Step[], end: 'from' | 'to'): ClusterReleases {
  return Object.fromEntries(steps.filter(({ project }) => project !== 'nats').map((step) => [step.project, step[end]]));
}

/** `Istio 1.30 to 1.32`. */
export function stepName({ project, from, to }: Step): string {
  return `${nameOf(project, from)} to ${to}`;
}
