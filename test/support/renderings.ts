import { load } from 'js-yaml';
import type { Json, JsonObject, ManifestObject } from '../../lib/manifest/object.js';
import { type ChartValues, chartOptions } from '../../lib/parity/chart-options.js';
import { ourRendering } from '../../lib/parity/our-rendering.js';

/** Our own objects, as JSON that a test may change. */
export function ourObjects(values: ChartValues = {}, line: '2.19' | '2.20' = '2.20', cni: ChartValues = {}) {
  return JSON.parse(JSON.stringify(ourRendering(chartOptions(line, values), cni))) as ManifestObject[];
}

/** What is found below a path such as `spec.template.metadata`; made where there is nothing. */
export function mappingAt(object: JsonObject, path: string): JsonObject {
  let place = object;
  for (const step of path.split('.')) {
    const below = place[step] ?? {};
    place[step] = below;
    place = below as JsonObject;
  }
  return place;
}

export function one(objects: readonly ManifestObject[], kind: string, name: string): ManifestObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

/** Changes the values that the chart keeps in `linkerd-config`. */
export function changeValues(objects: readonly ManifestObject[], change: (values: JsonObject) => void): void {
  const data = mappingAt(one(objects, 'ConfigMap', 'linkerd-config'), 'data');
  const values = load(String(data['values'])) as JsonObject;
  change(values);
  data['values'] = JSON.stringify(values);
}

/** Our objects with what is intended undone, as the chart would have rendered them. */
export function likeTheChart(objects: readonly ManifestObject[], release = 'edge-26.6.3'): ManifestObject[] {
  const rendered = objects
    .filter(({ kind }) => kind !== 'Namespace' && kind !== 'NetworkPolicy')
    .map((object) => everywhere(object, release) as ManifestObject);
  for (const object of rendered.filter(({ kind }) => kind === 'Deployment')) {
    mappingAt(object, 'metadata.labels')['app.kubernetes.io/part-of'] = 'Linkerd';
  }
  const injector = mappingAt(
    one(rendered, 'Deployment', 'linkerd-proxy-injector'),
    'spec.template.metadata.annotations',
  );
  injector['checksum/config'] = 'new';
  const role = one(rendered, 'ClusterRole', 'linkerd-linkerd-proxy-injector');
  (role['rules'] as Json[]).push({ apiGroups: ['extensions'], resources: ['deployments'], verbs: ['get'] });
  changeValues(rendered, (values) => {
    for (const name of Object.keys(values).filter((key) => key.endsWith('Resources'))) delete values[name];
    delete mappingAt(values, 'policyController')['resources'];
    delete mappingAt(values, 'proxy')['resources'];
    mappingAt(values, 'podMonitor.controller')['namespaceSelector'] =
      'matchNames:\n  - {{ .Release.Namespace }}\n  - linkerd-viz\n';
  });
  return rendered;
}

function everywhere(value: Json, release: string): Json {
  if (Array.isArray(value)) return value.map((item) => everywhere(item, release));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'sizeLimit' && key !== 'resources')
      .map(([key, child]) => [
        key,
        key === 'linkerd.io/created-by' ? `linkerd/helm ${release}` : everywhere(child, release),
      ])
      .concat(webhookResources(value)),
  ) as JsonObject;
}

/** Of rules `resources` are the very matter. */
function webhookResources({ resources }: JsonObject): [string, Json][] {
  return Array.isArray(resources) ? [['resources', resources]] : [];
}
