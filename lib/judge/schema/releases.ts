import { releases, supportedFrom } from '../../../imports/kinds.js';
import { compareMinors } from '../../formats/release.js';
import { type ClusterReleases, isProject, PROJECTS, type Project } from '../../manifest/releases.js';

/** Schema files whose project has another name, or none that a cluster states. */
const PROJECT_OF: Readonly<Record<string, Project>> = { 'gateway-api-experimental': 'gateway-api' };

/** What a release of the Gateway API ends with whose experimental channel is installed. */
export const EXPERIMENTAL = '-experimental';

/** The project that a schema file is of; undefined for one whose releases nobody states. */
export function projectOf(file: string): Project | undefined {
  return PROJECT_OF[file] ?? (isProject(file) ? file : undefined);
}

/** The releases of a schema file, oldest first. */
export function knownReleases(file: string): readonly string[] {
  return releases[file] ?? [];
}

/**
 * The release by which a file's kinds are judged: the newest that is not above the one that the cluster states. Where nobody states
 * one it is the newest of all, and below the oldest that is known it is the oldest.
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

/** Whether nobody said which release of a file's project the cluster runs. */
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
