import type { IstioMesh } from '../../fleet/mesh.js';

/**
 * The patch release of each line that is installed by default: the newest that a release of the Sail operator lists. None lists 1.32, whose
 * first release it is.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/pull/2362
 */
export const ISTIO_RELEASES: Record<IstioMesh['version'], string> = {
  '1.30': '1.30.4',
  '1.31': '1.31.1',
  '1.32': '1.32.0',
};

/** Registry of Istio's images. Its other registries are being shut down. @see https://istio.io/latest/news/releases/1.31.x/announcing-1.31/upgrade-notes/ */
export const ISTIO_HUB = 'docker.io/istio';

/** Name of the Istio object, and prefix of the names of its revisions. */
export const ISTIO_NAME = 'default';

/** Name of the revision of a release, as the operator derives it. @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/docs/update-strategy/update-strategy.adoc */
export function revisionName(release: string): string {
  return `${ISTIO_NAME}-v${dashed(release)}`;
}

/** A release as part of a name. */
export function dashed(release: string): string {
  return release.replaceAll('.', '-');
}
