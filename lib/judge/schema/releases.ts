import { supportedFrom } from '../../../imports/kinds.js';
import { compareMinors } from '../../formats/release.js';
import { knownReleases } from '../../releases/known.js';
import { type ClusterReleases, EXPERIMENTAL, isProject, PROJECTS, type Project } from '../../releases/project.js';

/** The file with the kinds of the experimental channel of the Gateway API. */
const EXPERIMENTAL_FILE = `gateway-api${EXPERIMENTAL}`;

/** Schema files whose project has another name, or no release that a cluster states. */
const PROJECT_OF: Readonly<Record<string, Project>> = { [EXPERIMENTAL_FILE]: 'gateway-api' };

/** The project of a schema file; undefined for one without stated releases. */
export function projectOf(file: string): Project | undefined {
  return PROJECT_OF[file] ?? (isProject(file) ? file : undefined);
}

/**
 * The release that a file's kinds are judged by: the newest that is not above the one that the cluster states; the
 * newest of all if none is stated, and the oldest if the stated one is older.
 */
export function releaseOf(file: string, stated: ClusterReleases): string {
  const known = knownReleases(file);
  const project = projectOf(file);
  const release = project === undefined ? undefined : stated[project]?.replace(EXPERIMENTAL, '');
  if (release === undefined) return known.at(-1) ?? '';
  return known.findLast((candidate) => compareMinors(candidate, release) <= 0) ?? known[0] ?? '';
}

/** Whether the cluster has the experimental channel of the Gateway API, whose kinds have more fields. */
export function hasExperimentalChannel(stated: ClusterReleases): boolean {
  return stated['gateway-api']?.endsWith(EXPERIMENTAL) === true;
}

/** Whether the cluster is stated to have only the other channel than that of a file. */
export function isOtherChannel(file: string, stated: ClusterReleases): boolean {
  return file === EXPERIMENTAL_FILE && stated['gateway-api'] !== undefined && !hasExperimentalChannel(stated);
}

/** Whether the release of a file's project in the cluster is unknown. */
export function isUnstated(file: string, stated: ClusterReleases): boolean {
  const project = projectOf(file);
  return project !== undefined && stated[project] === undefined;
}

/** Whether upstream still supports a release that is older than this one. */
export function hasOlderSupported(file: string, release: string): boolean {
  const known = knownReleases(file);
  const oldest = supportedFrom[projectOf(file) ?? file];
  return oldest !== undefined && known.indexOf(oldest) < known.indexOf(release);
}

/** `Istio 1.31`. */
export function releaseName(file: string, release: string): string {
  const project = projectOf(file);
  return `${project === undefined ? file : PROJECTS[project]} ${release}`;
}
