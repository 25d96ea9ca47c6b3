import { LINKERD_RELEASES } from '../linkerd/control-plane/releases.js';
import type { ManifestObject } from '../manifest/object.js';
import { type ChartOptions, type ChartValues, chartOptions, valuesOf } from './chart-options.js';
import { cniOptions } from './cni-options.js';
import { compare, type Difference } from './compare.js';
import { ourRendering } from './our-rendering.js';

/** The charts whose objects a file may hold. */
export type LinkerdChart = 'linkerd-crds' | 'linkerd-control-plane' | 'linkerd2-cni';

/** What came of a comparison. */
export interface Parity {
  /** The charts of which the file holds objects. */
  readonly charts: readonly LinkerdChart[];
  /** The release that the file says it is. */
  readonly version: string;
  /** The release that it was compared with. */
  readonly comparedWith: string;
  readonly differences: readonly Difference[];
}

/**
 * Compares what charts rendered with what our construct makes of the same options. The control plane's chart writes its options
 * into what it renders; those of linkerd2-cni must be given where they are not the default.
 */
export function parity(rendered: readonly ManifestObject[], cniValues: ChartValues): Parity {
  const charts = new Set(rendered.map(chartOf));
  const cni = cniOptions(cniValues);
  const options = chartOptions({ ...valuesOf(rendered), ...cni.controlPlane });
  const ours = ourRendering({ ...options, cniEnabled: options.cniEnabled || charts.has('linkerd2-cni') }, cni.cni);
  const comparedWith = LINKERD_RELEASES[options.line].version;
  return {
    charts: [...charts].sort(),
    version: options.version,
    comparedWith,
    differences: compare(
      rendered.map((object) => inRelease(object, options, comparedWith)),
      ours.filter((object) => charts.has(chartOf(object))),
    ),
  };
}

function chartOf({ kind, metadata }: ManifestObject): LinkerdChart {
  if (kind === 'CustomResourceDefinition') return 'linkerd-crds';
  const cni =
    metadata.labels?.['linkerd.io/cni-resource'] === 'true' ||
    metadata.namespace === 'linkerd-cni' ||
    metadata.name === 'linkerd-cni';
  return cni ? 'linkerd2-cni' : 'linkerd-control-plane';
}

/** A release that is not known differs in its name wherever it is named; what else it differs in is of interest. */
function inRelease(object: ManifestObject, { version }: ChartOptions, comparedWith: string): ManifestObject {
  if (version === comparedWith) return object;
  return JSON.parse(JSON.stringify(object).replaceAll(version, comparedWith)) as ManifestObject;
}
