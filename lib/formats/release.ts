/** The version numbers of a release. */
export interface Release {
  readonly major: number;
  readonly minor: number;
  /** Undefined in a release line such as 2.14. */
  readonly patch: number | undefined;
}

/** A range of releases, both ends included. */
export type Releases = readonly [oldest: string, newest: string];

/** A range of releases that may have no end: then all later ones are in it too. */
export type ReleaseRange = Releases | readonly [oldest: string];

/** Reads `1.30.3`, `v2.14` or `2.14.2-alpine` (the suffix is ignored); undefined for any other text. */
export function parseRelease(text: string): Release | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?![\d.])/.exec(text) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return { major: Number(major), minor: Number(minor), patch: patch === undefined ? undefined : Number(patch) };
}

/**
 * Orders releases by their numbers; one without a patch number sorts first in its line, other text before everything.
 */
export function compareReleases(a: string, b: string): number {
  return compareMinors(a, b) || (parseRelease(a)?.patch ?? 0) - (parseRelease(b)?.patch ?? 0);
}

/** Orders releases by major and minor number. */
export function compareMinors(a: string, b: string): number {
  const [left, right] = [parseRelease(a), parseRelease(b)];
  return (left?.major ?? 0) - (right?.major ?? 0) || (left?.minor ?? 0) - (right?.minor ?? 0);
}

/** How many minor releases lie between two releases; infinity across major ones. */
export function minorsApart(a: string, b: string): number {
  const [left, right] = [parseRelease(a), parseRelease(b)];
  if (left === undefined || left.major !== right?.major) return Number.POSITIVE_INFINITY;
  return Math.abs(left.minor - right.minor);
}

/** Whether two releases differ only by a patch release. */
export function sameMinor(a: string, b: string): boolean {
  return minorsApart(a, b) === 0;
}

/** Whether a release is in the range. A release line such as 1.5 is compared by its minor number alone, and so is an end that is one. */
export function isWithinReleases(release: string, [oldest, newest]: ReleaseRange): boolean {
  return compareLines(oldest, release) <= 0 && (newest === undefined || compareLines(release, newest) <= 0);
}

function compareLines(a: string, b: string): number {
  const isLine = [a, b].some((text) => parseRelease(text)?.patch === undefined);
  return isLine ? compareMinors(a, b) : compareReleases(a, b);
}

/** `1.32 to 1.36`, `1.33 or later`, or the only release of a range. */
export function rangeWords([oldest, newest]: ReleaseRange): string {
  if (newest === undefined) return `${oldest} or later`;
  return oldest === newest ? oldest : `${oldest} to ${newest}`;
}

/**
 * Whether a release has what came with the first of several releases. A change that was also made in older lines names the first
 * release of each: `2.14.8` and `2.15.1`. Undefined for a line of which only later patch releases have it.
 */
export function reaches(release: string, firsts: readonly string[]): boolean | undefined {
  const first = firsts.find((each) => sameMinor(each, release));
  if (first === undefined) return firsts.every((each) => compareReleases(each, release) < 0);
  const isLine = parseRelease(release)?.patch === undefined && (parseRelease(first)?.patch ?? 0) > 0;
  return isLine ? undefined : compareReleases(first, release) <= 0;
}
