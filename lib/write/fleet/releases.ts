/** Releases of a program, oldest and newest, both included. */
export type Releases = readonly [oldest: string, newest: string];

/** Whether a release such as 1.5.1 is one of these. */
export function liesWithinReleases(release: string, [oldest, newest]: Releases): boolean {
  return compareReleases(oldest, release) <= 0 && compareReleases(release, newest) <= 0;
}

/** Whether two releases differ in nothing but what a patch release brings. */
export function sameMinor(a: string, b: string): boolean {
  const [major, minor] = numbersOf(a);
  const [otherMajor, otherMinor] = numbersOf(b);
  return major === otherMajor && minor === otherMinor;
}

function compareReleases(a: string, b: string): number {
  const others = numbersOf(b);
  const differences = numbersOf(a).map((number, index) => number - (others[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function numbersOf(release: string): readonly number[] {
  return release.split('.').map(Number);
}
