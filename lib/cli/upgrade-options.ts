import { type Command, Option } from 'commander';
import type { Diagnostic } from '../diagnostic.js';
import { parseRelease } from '../formats/release.js';
import {
  readRelease,
  releaseLines,
  UPGRADE_PROJECTS,
  type UpgradeProject,
  upgradeProjects,
} from '../judge/upgrade/project.js';
import type { StatedReleases } from '../judge/upgrade/request.js';
import { listed } from '../manifest/listed.js';
import { camelCase, type ReleaseOptions } from './release-options.js';

/** The releases that the command line names, or their faults. */
export interface GivenUpgrade {
  readonly from: StatedReleases;
  readonly to: StatedReleases;
  readonly problems: readonly Diagnostic[];
}

/** Adds `--istio <release>` and `--from-istio <release>`, and such a pair for each other project. */
export function addUpgradeOptions(command: Command): Command {
  return upgradeProjects.reduce((extended, project) => {
    const lines = releaseLines(project);
    const patch = project === 'nats' ? ', with its patch number: 2.15.3' : '';
    const option = (name: string, text: string, group: string) => new Option(name, text).helpGroup(group);
    return extended
      .addOption(
        option(
          `--${project} <release>`,
          `${UPGRADE_PROJECTS[project]}, ${lines[0]} to ${lines.at(-1)}${patch}`,
          'Releases to upgrade to, at least one:',
        ),
      )
      .addOption(
        option(
          `--from-${project} <release>`,
          `${UPGRADE_PROJECTS[project]} before the upgrade`,
          'Releases to upgrade from, if they are not those that the objects install:',
        ),
      );
  }, command);
}

/** Reads the releases. All faults are reported at once. */
export function upgradeFrom(options: ReleaseOptions): GivenUpgrade {
  const problems: Diagnostic[] = [];
  const read = (prefix: 'from-' | ''): StatedReleases =>
    Object.fromEntries(
      upgradeProjects.flatMap((project): [UpgradeProject, string][] => {
        const given = options[camelCase(`${prefix}${project}`)];
        if (typeof given !== 'string') return [];
        const release = readRelease(project, given);
        if (release === undefined) problems.push(unknownRelease(`--${prefix}${project}`, project, given));
        else if (project === 'nats' && parseRelease(release)?.patch === undefined)
          problems.push(withoutPatch(`--${prefix}${project}`, given));
        return release === undefined ? [] : [[project, release]];
      }),
    );
  const [from, to] = [read('from-'), read('')];
  for (const project of upgradeProjects)
    if (from[project] !== undefined && to[project] === undefined && options[camelCase(project)] === undefined)
      problems.push(withoutTarget(project, from[project]));
  if (Object.keys({ ...from, ...to }).length === 0 && problems.length === 0) problems.push(NOTHING_NAMED);
  return { from, to, problems };
}

const NOTHING_NAMED: Diagnostic = {
  where: 'The command line',
  got: 'without a release to upgrade to',
  expected: 'at least one, such as --kubernetes 1.35 or --istio 1.32',
  fix: 'Name the releases that the clusters get. `meshwright upgrade --help` lists the projects.',
};

function unknownRelease(where: string, project: UpgradeProject, given: string): Diagnostic {
  return {
    where,
    got: given,
    expected: `a release of ${UPGRADE_PROJECTS[project]} whose changes are known: ${listed(releaseLines(project))}`,
    fix: 'Name one of these. A release between two of them that is not listed changes no kinds.',
  };
}

function withoutPatch(where: string, given: string): Diagnostic {
  return {
    where,
    got: given,
    expected:
      'a release with its patch number, such as 2.15.3, because patch releases of NATS change what permissions mean',
    fix: 'Name the release that the image has.',
  };
}

function withoutTarget(project: UpgradeProject, release: string): Diagnostic {
  return {
    where: `--from-${project}`,
    got: `${release}, without a release to upgrade to`,
    expected: `--${project} beside it`,
    fix: `Add --${project}, or remove --from-${project}.`,
  };
}
