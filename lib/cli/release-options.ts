import { type Command, Option } from 'commander';
import type { Diagnostic } from '../diagnostic.js';
import { parseRelease } from '../formats/release.js';
import { listed } from '../manifest/listed.js';
import { knownReleases } from '../releases/known.js';
import { misfits } from '../releases/misfit.js';
import { type ClusterReleases, EXPERIMENTAL, isProject, PROJECTS, type Project } from '../releases/project.js';

/** Options of the command line that say what the clusters run: `kubernetes`, `gatewayApi` … */
export type ReleaseOptions = Readonly<Record<string, unknown>>;

/** The given releases, or their faults. */
export interface GivenReleases {
  readonly releases: ClusterReleases;
  readonly problems: readonly Diagnostic[];
}

const projects: readonly Project[] = Object.keys(PROJECTS).filter(isProject);

/** Adds `--kubernetes <release>` and one such option for each other project. */
export function addReleaseOptions(command: Command): Command {
  return projects.reduce((extended, project) => {
    const known = knownReleases(project);
    const channel = project === 'gateway-api' ? `, ${known.at(-1)}${EXPERIMENTAL} with that channel` : '';
    const option = new Option(
      `--${project} <release>`,
      `${PROJECTS[project]}, ${known[0]} to ${known.at(-1)}${channel}`,
    );
    return extended.addOption(option.helpGroup('Releases in the clusters, if they are not the newest known ones:'));
  }, command);
}

/** Reads the releases; a patch number is ignored, because only minor releases change kinds and fields. */
export function releasesFrom(options: ReleaseOptions): GivenReleases {
  const releases: Partial<Record<Project, string>> = {};
  const problems: Diagnostic[] = [];
  for (const project of projects) {
    const given = options[camelCase(project)];
    if (typeof given !== 'string') continue;
    const channel = project === 'gateway-api' && given.endsWith(EXPERIMENTAL) ? EXPERIMENTAL : '';
    const { major, minor } = parseRelease(given.slice(0, given.length - channel.length)) ?? {};
    const release = `${major}.${minor}`;
    const known = knownReleases(project);
    if (known.includes(release)) releases[project] = `${release}${channel}`;
    else
      problems.push({
        where: `--${project}`,
        got: given,
        expected: `a release of ${PROJECTS[project]} whose kinds are known: ${listed(known)}`,
        fix: 'Use the release that the clusters run, or remove the option to judge by the newest.',
      });
  }
  const unfitting = misfits(releases).map(({ project, ...misfit }) => ({ where: `--${project}`, ...misfit }));
  return { releases, problems: [...problems, ...unfitting] };
}

/** The name of an option as commander spells it: `gatewayApi`. */
export function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
