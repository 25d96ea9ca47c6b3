import type { IstioMesh } from '../../fleet/mesh.js';

/**
 * The patch release of each line: those below it lack fixes, those above it were not compared.
 *
 * @see https://istio.io/latest/news/releases/
 */
export const ISTIO_RELEASES: Record<IstioMesh['version'], string> = { '1.30': '1.30.3', '1.31': '1.31.0' };

/** Where Istio's images come from. Its other registries are being shut down. @see https://istio.io/latest/news/releases/1.31.x/announcing-1.31/upgrade-notes/ */
export const ISTIO_HUB = 'docker.io/istio';

/** Name of the one Istio object, and first part of the names of its revisions. */
export const ISTIO_NAME = 'default';

/** What the operator calls the revision of a release. @see https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/docs/update-strategy/update-strategy.adoc */
export function revisionName(release: string): string {
  return `${ISTIO_NAME}-v${dashed(release)}`;
}

/** A release as part of a name. */
export function dashed(release: string): string {
  return release.replaceAll('.', '-');
}
