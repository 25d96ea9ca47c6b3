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

/** The result of a comparison. */
export interface Parity {
  /** The charts whose objects the file contains. */
  readonly charts: readonly LinkerdChart[];
  /** The release that the file names, and the one that it was compared with. */
  readonly release: ComparedRelease;
  readonly differences: readonly Difference[];
  /** Objects of other programs, for which we have no counterpart. */
  readonly unrelated: readonly string[];
}

/**
 * Compares what charts rendered with what our construct writes for the same options. The control plane's chart writes
 * its options into its rendering; those of linkerd2-cni must be given unless they are the defaults. Throws the faults
 * that our construct finds in them, and the reasons why a rendering cannot be compared.
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
    unrelated: rendered.filter((object) => chartOf(object) === undefined).map(objectLabel),
  };
}

/** The name of a release in a sentence: `2.20 (edge-26.6.3)`. */
export function releaseName(line: ComparedRelease['line']): string {
  return `${line} (${LINKERD_RELEASES[line].version})`;
}

/** If the plugin's tag is given, ours has the same. */
function statesImage({ image }: ChartValues): boolean {
  return isMapping(image) && image['version'] !== undefined;
}

/** An unknown release differs in its name wherever it occurs; only the other differences matter. */
function inOurRelease(object: ManifestObject, release: ComparedRelease): ManifestObject {
  const names = namesOf(release);
  return names === undefined ? object : (JSON.parse(JSON.stringify(object).replaceAll(...names)) as ManifestObject);
}
