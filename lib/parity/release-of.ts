import { parseImageName } from '../formats/image-name.js';
import type { ManifestObject } from '../manifest/object.js';
import { stringAt } from '../manifest/read.js';
import type { LinkerdMesh } from '../write/fleet/mesh.js';
import { CNI_NAME } from '../write/linkerd/cni/cni-names.js';
import { LINKERD_RELEASES, type LinkerdRelease } from '../write/linkerd/control-plane/releases.js';
import type { ChartValues } from './chart-options.js';

/** The release that a rendering names, and the one that it is compared with. */
export interface ComparedRelease {
  /** What the rendering names: a release, or the tag of linkerd-cni's image, which has its own releases. Empty if it names none. */
  readonly stated: string;
  /** Whether that is a release that we make. */
  readonly known: boolean;
  readonly line: LinkerdMesh['version'];
}

/** The release lines, the newest first: a release that is not known is compared with that one. */
const LINES = (Object.keys(LINKERD_RELEASES) as LinkerdMesh['version'][]).reverse();

/**
 * The control plane's chart states its release among the values, that of the custom resources in their annotations; that of
 * linkerd-cni names only the image.
 */
export function releaseOf(rendered: readonly ManifestObject[], values: ChartValues): ComparedRelease {
  const { linkerdVersion } = values;
  if (typeof linkerdVersion === 'string') return release(linkerdVersion, ({ version }) => version);
  const resource = rendered.find(({ kind, metadata }) => kind === 'CustomResourceDefinition' && createdBy(metadata));
  if (resource !== undefined) return release(createdBy(resource.metadata) ?? '', ({ version }) => version);
  return release(pluginTag(rendered), ({ cniPlugin }) => cniPlugin);
}

function release(stated: string, nameOf: (candidate: LinkerdRelease) => string): ComparedRelease {
  const line = LINES.find((candidate) => nameOf(LINKERD_RELEASES[candidate]) === stated);
  return { stated, known: line !== undefined, line: line ?? LINES[0] ?? '2.20' };
}

/** The version in an annotation such as `linkerd/helm edge-26.6.3`. */
function createdBy({ annotations }: ManifestObject['metadata']): string | undefined {
  return /^linkerd\/\S+ (\S+)$/.exec(annotations?.['linkerd.io/created-by'] ?? '')?.[1];
}

function pluginTag(rendered: readonly ManifestObject[]): string {
  const daemonSet = rendered.find(({ kind, metadata }) => kind === 'DaemonSet' && metadata.name === CNI_NAME);
  const image = stringAt(daemonSet, 'spec', 'template', 'spec', 'containers', 0, 'image');
  return image === undefined ? '' : (parseImageName(image).tag ?? '');
}

/** The name of the release in its rendering, and the name of ours in the same place. */
export function namesOf({ stated, known, line }: ComparedRelease): readonly [stated: string, ours: string] | undefined {
  if (known || stated === '') return undefined;
  const { cniPlugin, version } = LINKERD_RELEASES[line];
  return [stated, /^v\d/.test(stated) ? cniPlugin : version];
}
