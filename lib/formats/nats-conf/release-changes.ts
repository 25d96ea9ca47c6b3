import { reaches } from '../release.js';

/**
 * What the permissions of a leafnode link apply to differs between releases. Each change came with a patch release of several
 * lines; lines before the first of them do not have it.
 */
export const FIRST_RELEASES = {
  /**
   * A message that a stream import renames is compared by the subject that the link carries. Other releases compare the subject
   * that the exporting account uses, which the link never carries.
   *
   * @see https://github.com/nats-io/nats-server/pull/8530
   */
  importsByLinkSubject: ['2.14.8', '2.15.1'],
  /**
   * A leaf needs a permission to acknowledge. Other releases accept everything below `$JS.ACK` from any leaf, also if the
   * permissions deny it.
   */
  acknowledgementsNeedPermission: ['2.14.10', '2.15.3'],
  /** A leaf does not send its hub what it may not receive from it, as soon as the hub listens by a wildcard. */
  denialsLimitSending: ['2.12.14', '2.14.4', '2.15.0'],
  /** What a leaf may not receive limits only what it receives. */
  denialsLimitReceiving: ['2.14.10', '2.15.3'],
} as const satisfies Record<string, readonly string[]>;

export type ReleaseChange = keyof typeof FIRST_RELEASES;

/** Whether a release has a change; undefined for a release line such as 2.14, of which only some patches have it. */
export function hasChange(release: string, change: ReleaseChange): boolean | undefined {
  return reaches(release, FIRST_RELEASES[change]);
}

/** Whether a leaf of this release holds back what it may not receive; undefined if the patch release would tell. */
export function leafHoldsBack(release: string): boolean | undefined {
  const [begins, ends] = [hasChange(release, 'denialsLimitSending'), hasChange(release, 'denialsLimitReceiving')];
  if (begins === false || ends === true) return false;
  return begins === undefined || ends === undefined ? undefined : true;
}

/** The first releases with a change, for messages: `2.14.8 or 2.15.1`. */
export function firstReleases(change: ReleaseChange): string {
  return FIRST_RELEASES[change].join(' or ');
}
