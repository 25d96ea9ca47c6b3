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

/** Values of a Helm chart, as a program reads them. */
export type ChartValues = { readonly [name: string]: unknown };

/** The options with which our construct makes what a chart rendered. */
export interface ChartOptions {
  readonly line: LinkerdMesh['version'];
  readonly clusterDomain: string;
  readonly cniEnabled: boolean;
  /** Public roots in PEM; empty where they come from elsewhere. */
  readonly roots: readonly string[];
  /** What is left for `LinkerdControlPlane`. */
  readonly values: ChartValues;
}

/** Values that the cluster, its trust or the release decides with us. */
const DECIDED = ['clusterDomain', 'cniEnabled', 'identityTrustAnchorsPEM', 'linkerdVersion', 'enablePSP'];

/** The values that a chart wrote into `linkerd-config`; undefined where the file holds no control plane, or none that can be read. */
export function valuesOf(rendered: readonly ManifestObject[]): ChartValues | undefined {
  const config = rendered.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === LINKERD_CONFIG);
  const data = config?.['data'];
  const text = isMapping(data) ? data['values'] : undefined;
  const values = typeof text === 'string' ? readDocument(text) : undefined;
  return isMapping(values) ? values : undefined;
}

/** What our construct is to be told to make the same. */
export function chartOptions(line: LinkerdMesh['version'], values: ChartValues): ChartOptions {
  const stated = Object.fromEntries(Object.entries(values).filter(([name]) => !DECIDED.includes(name)));
  const anchors = values['identityTrustAnchorsPEM'];
  return {
    line,
    clusterDomain: String(values['clusterDomain'] ?? 'cluster.local'),
    cniEnabled: values['cniEnabled'] === true,
    roots: hasText(anchors) ? [anchors] : [],
    // A release to come may have values that ours knows nothing of: they show as differences.
    values: knownOptions(defaultValues(LINKERD_RELEASES[line]), withoutOwnCertificates(untemplated(stated))),
  };
}

/** How certificates are made is not an option of ours, but for an authority of the user's own for the webhooks. */
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

/** Helm fills in the namespace where the value is used; ours is always the same. */
function untemplated(values: ChartValues): ChartValues {
  const text = JSON.stringify(values).replaceAll(/\{\{-? *\.Release\.Namespace *-?\}\}/g, CONTROL_PLANE_NAMESPACE);
  return JSON.parse(text) as ChartValues;
}
