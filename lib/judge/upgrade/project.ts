import { parseRelease } from '../../formats/release.js';
import { knownReleases } from '../../releases/known.js';
import { EXPERIMENTAL, isProject, PROJECTS, type Project } from '../../releases/project.js';

/** A project whose releases an upgrade goes through: one with schemas, or NATS, which has none. */
export type UpgradeProject = Project | 'nats';

/** The projects with their names in messages. */
export const UPGRADE_PROJECTS: Readonly<Record<UpgradeProject, string>> = { ...PROJECTS, nats: 'NATS' };

/** The projects in the order of reports. */
export const upgradeProjects: readonly UpgradeProject[] = [...Object.keys(PROJECTS).filter(isProject), 'nats'];

/** Release lines without schemas of their own, of which changes are known. */
const MORE_LINES: Readonly<Partial<Record<UpgradeProject, readonly string[]>>> = {
  'cert-manager': ['1.17'],
  nats: ['2.12', '2.14', '2.15'],
};

/** The release lines that an upgrade may start from or lead to, oldest first. */
export function releaseLines(project: UpgradeProject): readonly string[] {
  return [...(MORE_LINES[project] ?? []), ...(isProject(project) ? knownReleases(project) : [])];
}

/** The line from which an upgrade starts if nothing says what the cluster runs: the oldest with schemas. */
export function oldestLine(project: UpgradeProject): string {
  return (isProject(project) ? knownReleases(project) : releaseLines(project))[0] ?? '';
}

/**
 * Reads a release as it is compared: `1.33` of a project whose patch releases change nothing, `2.14.8` of NATS, `1.5-experimental`
 * of the Gateway API. Undefined if its line is unknown.
 */
export function readRelease(project: UpgradeProject, text: string): string | undefined {
  const channel = project === 'gateway-api' && text.endsWith(EXPERIMENTAL) ? EXPERIMENTAL : '';
  const { major, minor, patch } = parseRelease(text.slice(0, text.length - channel.length)) ?? {};
  const line = `${major}.${minor}`;
  if (!releaseLines(project).includes(line)) return undefined;
  return `${line}${project === 'nats' && patch !== undefined ? `.${patch}` : ''}${channel}`;
}

/** `Istio 1.31`. */
export function nameOf(project: UpgradeProject, release: string): string {
  return `${UPGRADE_PROJECTS[project]} ${release}`;
}
