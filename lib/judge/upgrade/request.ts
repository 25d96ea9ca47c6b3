import type { Diagnostic } from '../../diagnostic.js';
import { compareReleases } from '../../formats/release.js';
import type { ClusterReleases } from '../../manifest/releases.js';
import type { ClusterView } from '../../manifest/resource.js';
import { ClusterIndex } from '../model/cluster-index.js';
import { EXPERIMENTAL } from '../schema/releases.js';
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
    const steps = upgradeProjects.flatMap((project): Step[] => {
      const target = to[project];
      const start = startOf(project, from[project], installed.get(project));
      if (target === undefined || start === undefined) return [];
      const step = { project, to: target, ...start };
      if (start.origin !== 'assumed' && compareReleases(step.from, target) > 0) problems.push(downgrade(step, cluster));
      return [step];
    });
    return { cluster, steps };
  });
  for (const project of upgradeProjects) {
    const target = to[project];
    if (target === undefined || clusters.length === 0) continue;
    const steps = upgrades.flatMap((upgrade) => upgrade.steps.filter((step) => step.project === project));
    if (steps.length === 0) problems.push(withoutServer(target));
    else if (steps.every(isAtEnd)) problems.push(sameRelease(project, target, from[project] !== undefined));
  }
  return {
    upgrades: upgrades.map((upgrade) => ({ ...upgrade, steps: upgrade.steps.filter((step) => !isAtEnd(step)) })),
    problems,
  };
}

/** Undefined for NATS without a server, of which nothing is compared. */
function startOf(
  project: UpgradeProject,
  stated: string | undefined,
  installed: string | undefined,
): Pick<Step, 'from' | 'origin'> | undefined {
  if (stated !== undefined) return { from: stated, origin: 'stated' };
  if (installed === undefined && project === 'nats') return undefined;
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

function withoutServer(release: string): Diagnostic {
  return {
    where: '--nats',
    got: `${release}, but no object runs nats-server from an image with a release`,
    expected: 'a server among the objects, from which to upgrade',
    fix: 'Name the files of the servers too, or state what they run with --from-nats.',
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
