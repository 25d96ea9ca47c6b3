import type { Field } from '../../manifest/field.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import type { Consequence } from './consequence.js';
import type { UpgradeProject } from './project.js';

/** What a release does differently with objects that it accepts. */
export interface Change extends Pick<Consequence, 'weight' | 'what' | 'effect' | 'action' | 'source'> {
  /** `<project>/<what-differs>`. */
  readonly id: string;
  readonly project: UpgradeProject;
  /** The first release that has it; of a change that was also made in older lines, the first of each, oldest first. */
  readonly since: string | readonly string[];
  /** The kinds of the objects that it may concern: `security.istio.io/RequestAuthentication`. */
  readonly kinds: readonly string[];
  /** The fields of an object that it concerns; none if the object stays as it is. */
  concerns(object: Field, cluster: ClusterIndex): readonly Field[];
}

/** The releases that have the change first, oldest first. */
export function firstReleases({ since }: Pick<Change, 'since'>): readonly string[] {
  return typeof since === 'string' ? [since] : since;
}
