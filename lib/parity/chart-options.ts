import { isMapping } from '../formats/mapping.js';
import type { ManifestObject } from '../manifest/object.js';
import type { LinkerdMesh } from '../write/fleet/mesh.js';
import { defaultValues } from '../write/linkerd/control-plane/default-values.js';
import { RENEWED_CERTIFICATES } from '../write/linkerd/control-plane/hardened-values.js';
import { LINKERD_CONFIG } from '../write/linkerd/control-plane/linkerd-config.js';
import { LINKERD_RELEASES } from '../write/linkerd/control-plane/releases.js';
import { CONTROL_PLANE_NAMESPACE } from '../write/linkerd/ports.js';
import { readDocument } from './document.js';
import { knownOptions } from './known-options.js';

/** Values of a Helm chart. */
export type ChartValues = { readonly [name: string]: unknown };

/** The options with which our construct writes what a chart rendered. */
export interface ChartOptions {
  readonly line: LinkerdMesh['version'];
  readonly clusterDomain: string;
  readonly cniEnabled: boolean;
  /** Public roots in PEM; empty if they come from elsewhere. */
  readonly roots: readonly string[];
  /** The other options, for `LinkerdControlPlane`. */
  readonly values: ChartValues;
}

/** Values that the cluster, its trust or the release decides in our construct. */
const DECIDED = ['clusterDomain', 'cniEnabled', 'identityTrustAnchorsPEM', 'linkerdVersion', 'enablePSP'];

/** The values that a chart wrote into `linkerd-config`; undefined if the file has no readable control plane. */
export function valuesOf(rendered: readonly ManifestObject[]): ChartValues | undefined {
  const config = rendered.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === LINKERD_CONFIG);
  const data = config?.['data'];
  const text = isMapping(data) ? data['values'] : undefined;
  const values = typeof text === 'string' ? readDocument(text) : undefined;
  return isMapping(values) ? values : undefined;
}

/** The options with which our construct writes the same. */
export function chartOptions(line: LinkerdMesh['version'], values: ChartValues): ChartOptions {
  const stated = Object.fromEntries(Object.entries(values).filter(([name]) => !DECIDED.includes(name)));
  const anchors = values['identityTrustAnchorsPEM'];
  return {
    line,
    clusterDomain: String(values['clusterDomain'] ?? 'cluster.local'),
    cniEnabled: values['cniEnabled'] === true,
    roots: hasText(anchors) ? [anchors] : [],
    // A later release may have values that ours does not know: they appear as differences.
    values: knownOptions(defaultValues(LINKERD_RELEASES[line]), withoutOwnCertificates(untemplated(stated))),
  };
}

/** The source of certificates is not an option of ours, except for the user's own CA for the webhooks. */
function withoutOwnCertificates(values: ChartValues): ChartValues {
  const renewed: ChartValues = RENEWED_CERTIFICATES;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const certificates = renewed[name];
      if (!isMapping(value) || !isMapping(certificates)) return [name, value];
      if (value['externalSecret'] === true && hasText(value['caBundle'])) return [name, value];
      return [name, without(value, certificates)];
    }),
  );
}

function without(value: Record<string, unknown>, taken: ChartValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => {
      const below = taken[name];
      if (isMapping(below) && isMapping(child)) {
        return [[name, Object.fromEntries(Object.entries(child).filter(([key]) => !(key in below) && key !== 'tls'))]];
      }
      return name in taken ? [] : [[name, child]];
    }),
  );
}

function hasText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** Helm inserts the namespace where the value is used; ours is always the same. */
function untemplated(values: ChartValues): ChartValues {
  const text = JSON.stringify(values).replaceAll(/\{\{-? *\.Release\.Namespace *-?\}\}/g, CONTROL_PLANE_NAMESPACE);
  return JSON.parse(text) as ChartValues;
}
