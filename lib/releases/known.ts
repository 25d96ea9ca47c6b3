import { releases } from '../../imports/kinds.js';

/** The releases of a project, or of another file of schemas, whose kinds are known, oldest first. */
export function knownReleases(file: string): readonly string[] {
  return releases[file] ?? [];
}
