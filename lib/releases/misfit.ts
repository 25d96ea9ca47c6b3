import type { Fault } from '../diagnostic.js';
import { compareMinors, isWithinReleases, parseRelease, type ReleaseRange, rangeWords } from '../formats/release.js';
import { COMPATIBILITY, type Compatibility } from './compatibility.js';
import { knownReleases } from './known.js';
import { type ClusterReleases, EXPERIMENTAL, PROJECTS, type Project } from './project.js';

/** A release that does not support the release of another project in the same cluster. */
export interface Misfit extends Omit<Fault, 'path'> {
  /** The project whose release limits the other. */
  readonly project: Project;
}

/** The releases of a cluster that do not go together. Projects without a release are not judged. */
export function misfits(releases: ClusterReleases): readonly Misfit[] {
  return COMPATIBILITY.flatMap((compatibility) => {
    const { project, other } = compatibility;
    const [release, otherRelease] = [releases[project], releases[other]];
    if (release === undefined || otherRelease === undefined) return [];
    const range = compatibility.supports[lineOf(release)];
    if (range === undefined || isWithinReleases(otherRelease, range)) return [];
    return [misfit(compatibility, release, otherRelease, range)];
  });
}

/** The newest known release of a project that goes together with the others; the newest of all if none does. */
export function newestFitting(project: Project, releases: ClusterReleases): string | undefined {
  const known = knownReleases(project);
  const before = misfits({ ...releases, [project]: undefined }).length;
  const fitting = known.findLast((release) => misfits({ ...releases, [project]: release }).length === before);
  return fitting ?? known.at(-1);
}

function misfit(
  { project, other, source, effect, supports }: Compatibility,
  release: string,
  otherRelease: string,
  range: ReleaseRange,
): Misfit {
  const title = `${PROJECTS[project]} ${release}`;
  const otherTitle = `${PROJECTS[other]} ${otherRelease}`;
  const fitting = linesOf(project, supports, release.endsWith(EXPERIMENTAL) ? EXPERIMENTAL : '').filter((line) => {
    const within = supports[line];
    return within === undefined || isWithinReleases(otherRelease, within);
  });
  return {
    project,
    got: `${release} with ${otherTitle}`,
    expected: `${PROJECTS[other]} ${rangeWords(range)}, which ${title} supports`,
    ...(effect !== undefined && { effect }),
    fix:
      fitting.length === 0
        ? `Use another release of ${PROJECTS[other]}: no known release of ${PROJECTS[project]} supports ${otherRelease}. See ${source}.`
        : `Use ${PROJECTS[project]} ${fitting.join(' or ')}, or another release of ${PROJECTS[other]}. See ${source}.`,
  };
}

/** The lines of a project and channel that are known or listed, oldest first. */
function linesOf(project: Project, supports: Compatibility['supports'], channel: string): readonly string[] {
  const listed = Object.keys(supports).filter((line) => line.endsWith(EXPERIMENTAL) === (channel !== ''));
  const known = knownReleases(project).map((line) => `${line}${channel}`);
  return [...new Set([...listed, ...known])].sort(compareMinors);
}

/** `1.5` for `1.5.1`, `1.5-experimental` for `1.5.1-experimental`. */
function lineOf(release: string): string {
  const { major, minor } = parseRelease(release) ?? {};
  return `${major}.${minor}${release.endsWith(EXPERIMENTAL) ? EXPERIMENTAL : ''}`;
}
