import type { Diagnostic } from '../diagnostic.js';
import { identityKey, type ManifestObject, objectLabel } from '../manifest/object.js';
import { CNI_NAMESPACE } from '../write/linkerd/cni/cni-names.js';
import { CNI_CONFIG } from '../write/linkerd/cni/network-config.js';
import { LINKERD_CONFIG } from '../write/linkerd/control-plane/linkerd-config.js';
import { CONTROL_PLANE_NAMESPACE } from '../write/linkerd/ports.js';
import { chartOf } from './chart-of.js';
import { valuesOf } from './chart-options.js';

/** Why a rendering cannot be compared. */
export function checkRendering(rendered: readonly ManifestObject[]): Diagnostic[] {
  const charts = new Set(rendered.map(chartOf));
  if (![...charts].some((chart) => chart !== undefined)) return [noChart()];
  const namespaces = [
    ...namespaceOf(rendered, LINKERD_CONFIG, CONTROL_PLANE_NAMESPACE),
    ...namespaceOf(rendered, CNI_CONFIG, CNI_NAMESPACE),
  ];
  return [
    ...repeated(rendered),
    ...namespaces,
    ...(charts.has('linkerd-control-plane') && namespaces.length === 0 && valuesOf(rendered) === undefined
      ? [noValues()]
      : []),
  ];
}

function noChart(): Diagnostic {
  return {
    where: 'The rendering',
    got: 'without an object of linkerd-control-plane, linkerd-crds or linkerd2-cni',
    expected: 'the output of `helm template` for one of these charts',
    fix: 'Render the chart into a file, and name that file.',
  };
}

/** In the chart, the namespace is that of the release; in ours, it is part of every identity and always the same. */
function namespaceOf(rendered: readonly ManifestObject[], config: string, expected: string): Diagnostic[] {
  return rendered
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === config)
    .filter(({ metadata }) => metadata.namespace !== expected)
    .map((object) => ({
      where: objectLabel(object),
      got: `rendered for the namespace ${object.metadata.namespace ?? 'default'}`,
      expected,
      fix: `Render the chart with \`--namespace ${expected}\`.`,
    }));
}

function repeated(rendered: readonly ManifestObject[]): Diagnostic[] {
  const seen = new Set<string>();
  return rendered.flatMap((object) => {
    const key = identityKey(object);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      {
        where: objectLabel(object),
        got: 'in the rendering more than once',
        expected: 'one of each object',
        fix: 'Put one rendering of each chart into the file.',
      },
    ];
  });
}

function noValues(): Diagnostic {
  return {
    where: `ConfigMap ${CONTROL_PLANE_NAMESPACE}/${LINKERD_CONFIG}`,
    got: 'missing from the rendering, or without readable values',
    expected: 'the values that the control plane was rendered with',
    fix: 'Render the whole chart, without `--show-only`.',
  };
}
