import { releases, supportedFrom } from '../../../imports/kinds.js';
import { PROJECTS, type Project, type Releases } from '../../manifest/releases.js';

/** Schema files whose project has another name, or none that a cluster states. */
const PROJECT_OF: Readonly<Record<string, Project>> = { 'gateway-api-experimental': 'gateway-api' };

/** The project that a schema file is of; undefined for one whose releases nobody states. */
export function projectOf(file: string): Project | undefined {
  return PROJECT_OF[file] ?? (isProject(file) ? file : undefined);
}

/** The releases of a schema file, oldest first. */
export function knownReleases(file: string): readonly string[] {
  return releases[file] ?? [];
}

/** The release by which a file's kinds are judged: the one that the cluster states, or else the newest. */
export function releaseOf(file: string, stated: Releases): string {
  const known = knownReleases(file);
  const project = projectOf(file);
  const release = project === undefined ? undefined : stated[project];
  return release !== undefined && known.includes(release) ? release : (known.at(-1) ?? '');
}

/** Whether nobody said which release of a file's project the cluster runs. */
export function isUnstated(file: string, stated: Releases): boolean {
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

function isProject(name: string): name is Project {
  return Object.hasOwn(PROJECTS, name);
}
