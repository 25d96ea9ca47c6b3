import { throwIfAny } from '../diagnostic.js';
import { isMapping } from '../formats/mapping.js';
import { type ManifestObject, objectLabel } from '../manifest/object.js';
import { compareText } from '../manifest/order.js';
import { LINKERD_RELEASES } from '../write/linkerd/control-plane/releases.js';
import { chartOf, type LinkerdChart } from './chart-of.js';
import { type ChartValues, chartOptions, valuesOf } from './chart-options.js';
import { checkRendering } from './check-rendering.js';
import { cniOptions } from './cni-options.js';
import { compare, type Difference } from './compare.js';
import { ourRendering } from './our-rendering.js';
import { type ComparedRelease, namesOf, releaseOf } from './release-of.js';

/** What came of a comparison. */
export interface Parity {
  /** The charts of which the file holds objects. */
  readonly charts: readonly LinkerdChart[];
  /** The release that the file says it is, and the one that it was compared with. */
  readonly release: ComparedRelease;
  readonly differences: readonly Difference[];
  /** Objects of other programs, which have no counterpart with us. */
  readonly foreign: readonly string[];
}

/**
 * Compares what charts rendered with what our construct makes of the same options. The control plane's chart writes its options
 * into what it renders; those of linkerd2-cni must be given where they are not the default. Throws what our construct finds wrong in
 * them, and what keeps a rendering from being compared.
 */
export function parity(rendered: readonly ManifestObject[], cniValues: ChartValues): Parity {
  throwIfAny(checkRendering(rendered));
  const charts = new Set(rendered.flatMap((object) => chartOf(object) ?? []));
  const cni = cniOptions(cniValues);
  const values = valuesOf(rendered) ?? {};
  const release = releaseOf(rendered, values);
  const options = chartOptions(release.line, { ...values, ...cni.controlPlane });
  const ours = ourRendering({ ...options, cniEnabled: options.cniEnabled || charts.has('linkerd2-cni') }, cni.cni);
  return {
    charts: [...charts].sort(compareText),
    release,
    differences: compare(
      rendered
        .filter((object) => chartOf(object) !== undefined)
        .map((object) => (statesImage(cniValues) ? object : inOurRelease(object, release))),
      ours.filter((object) => {
        const chart = chartOf(object);
        return chart !== undefined && charts.has(chart);
      }),
    ),
    foreign: rendered.filter((object) => chartOf(object) === undefined).map(objectLabel),
  };
}

/** The release's words in a sentence: `2.20 (edge-26.6.3)`. */
export function releaseName(line: ComparedRelease['line']): string {
  return `${line} (${LINKERD_RELEASES[line].version})`;
}

/** Who states the plugin's tag has the same with us. */
function statesImage({ image }: ChartValues): boolean {
  return isMapping(image) && image['version'] !== undefined;
}

/** A release that is not known differs in its name wherever it is named; what else it differs in is of interest. */
function inOurRelease(object: ManifestObject, release: ComparedRelease): ManifestObject {
  const names = namesOf(release);
  return names === undefined ? object : (JSON.parse(JSON.stringify(object).replaceAll(...names)) as ManifestObject);
}
