import type { Artifact } from './artifact.js';
import { propsIndex, propsPage } from './props/page.js';
import { type PublicInterface, publicInterfaces } from './props/props.js';

/** A page of options for each part of the constructs, and an index. */
export const artifact: Artifact = {
  places: ['docs/props.md', 'docs/props'],
  owns: (path) => path === 'docs/props.md' || path.startsWith('docs/props/'),
  files: (root) => {
    const areas = byArea(publicInterfaces(root));
    const pages = [...areas].sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map([
      ['docs/props.md', propsIndex(pages)],
      ...pages.map(([area, interfaces]): [string, string] => [
        `docs/props/${area}.md`,
        propsPage(area, interfaces, pages),
      ]),
    ]);
  },
};

function byArea(interfaces: readonly PublicInterface[]): ReadonlyMap<string, readonly PublicInterface[]> {
  const areas = new Map<string, PublicInterface[]>();
  for (const one of interfaces) areas.set(areaOf(one.path), [...(areas.get(areaOf(one.path)) ?? []), one]);
  return areas;
}

/** `nats` of `lib/write/nats/…`, `manifest` of `lib/manifest/…`. */
function areaOf(path: string): string {
  return /^lib\/(?:write\/)?([^/.]+)/.exec(path)?.[1] ?? 'other';
}
