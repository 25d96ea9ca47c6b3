import type { Deprecation, ReleaseSchemas } from '../json-schema.js';
import type { ModuleFile } from '../modules.js';

/** When Kubernetes deprecates a version of a kind, and when it removes it. */
interface Lifecycle extends Deprecation {
  /** The first release that deprecates it. */
  readonly deprecated: string;
}

/** The files of `k8s.io/api` that {@link lifecycles} reads. */
export const LIFECYCLE_FILES = /^[^/]+\/[^/]+\/(?:zz_generated\.prerelease-lifecycle|register)\.go$/;

const FUNCTION =
  /^func \(in \*(\w+)\) APILifecycle(Deprecated|Removed|Replacement)\(\)[^{]*\{\s*return (?:(\d+), (\d+)|schema\.GroupVersionKind\{Group: "([^"]*)", Version: "([^"]*)", Kind: "(\w+)"\})/gm;

/**
 * The lifecycles that the API's generated functions state, by `apiVersion/kind`.
 *
 * @param files the generated functions of each version, and the `register.go` beside them, which names the group
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-policy/
 */
export function lifecycles(files: readonly ModuleFile[]): ReadonlyMap<string, Lifecycle> {
  const groups = new Map(
    files
      .filter(({ path }) => path.endsWith('/register.go'))
      .map(({ path, text }) => [folderOf(path), /^const GroupName = "(.*)"$/m.exec(text)?.[1]]),
  );
  const found = new Map<string, Lifecycle>();
  for (const { path, text } of files) {
    const group = groups.get(folderOf(path));
    if (path.endsWith('/register.go') || group === undefined) continue;
    const version = folderOf(path).split('/').at(-1) ?? '';
    for (const [kind, facts] of factsByKind(text)) {
      const { deprecated } = facts;
      if (deprecated !== undefined) found.set(`${apiVersion(group, version)}/${kind}`, { ...facts, deprecated });
    }
  }
  return found;
}

/** What a release deprecates. */
export function deprecationsOf(release: string, all: ReadonlyMap<string, Lifecycle>): ReleaseSchemas['deprecated'] {
  return new Map([...all].filter(([, { deprecated }]) => minorOf(deprecated) <= minorOf(release)));
}

function factsByKind(text: string): ReadonlyMap<string, Partial<Lifecycle>> {
  const kinds = new Map<string, Partial<Lifecycle>>();
  for (const [, kind = '', fact, major, minor, group = '', version = '', replacement = ''] of text.matchAll(FUNCTION)) {
    const known = kinds.get(kind) ?? {};
    if (fact === 'Replacement') {
      kinds.set(kind, { ...known, replacement: `${apiVersion(group, version)} ${replacement}` });
    } else {
      kinds.set(kind, { ...known, [fact === 'Removed' ? 'removed' : 'deprecated']: `${major}.${minor}` });
    }
  }
  return kinds;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function apiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

function minorOf(release: string): number {
  return Number(release.slice(release.indexOf('.') + 1));
}
