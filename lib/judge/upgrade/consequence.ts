import type { Resource } from '../../manifest/resource.js';
import type { UpgradeProject } from './project.js';

/** How an upgrade concerns an object; the first two need something to be done. */
export const WEIGHTS = ['refused', 'behavior', 'deprecated', 'new'] as const;

/**
 * `refused`: the release refuses the object. `behavior`: the object means something else. `deprecated`: a later release takes something
 * away that the object uses. `new`: the release has something that the object would profit from.
 */
export type Weight = (typeof WEIGHTS)[number];

/** What an upgrade does to one field of an object. */
export interface Consequence {
  readonly project: UpgradeProject;
  /** The first release on the way that has the change. */
  readonly release: string;
  readonly weight: Weight;
  readonly cluster: string;
  readonly resource: Resource;
  /** Path of the field; empty for the whole object. */
  readonly path: string;
  /** What differs from this release on. A whole sentence, as the next three are. */
  readonly what: string;
  /**
   * What it does to the object.
   * @default - `what` says it
   */
  readonly effect?: string;
  readonly action: string;
  /** URL of what upstream says of it. */
  readonly source: string;
}

/** Whether something must be done before the upgrade. */
export function needsAction({ weight }: Pick<Consequence, 'weight'>): boolean {
  return weight === 'refused' || weight === 'behavior';
}
