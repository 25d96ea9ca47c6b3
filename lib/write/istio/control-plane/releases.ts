import type { IstioMesh } from '../../fleet/mesh.js';

/**
 * The tested patch release of each line: older ones lack fixes.
 *
 * @see https://istio.io/latest/news/releases/
 */
export const ISTIO_RELEASES: Record<IstioMesh['version'], string> = { '1.30': '1.30.3', '1.31': '1.31.0' };

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
