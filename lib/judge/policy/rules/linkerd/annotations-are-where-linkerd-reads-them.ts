import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type Entry, entriesOf, isProxyKey, PROXY_ANNOTATIONS } from '../../../model/linkerd/annotations.js';
import { WEBHOOKS_LABEL } from '../../../model/linkerd/injection.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/annotations-are-where-linkerd-reads-them',
  severity: 'error',
  scope: 'object',
  summary: "Linkerd's annotations are on pod templates, or on Namespaces whose pods inherit them.",
  rationale:
    'The injector reads Pods and their Namespaces. An annotation on a Deployment, or a label instead of an annotation, has no effect, and nothing reports it.',
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: ['Namespace', ...POD_KINDS],
  passes: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  template:
    metadata: { annotations: { linkerd.io/inject: enabled } }
    spec: { containers: [{ name: web }] }
`,
  fails: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: enabled } }
spec:
  template:
    spec: { containers: [{ name: web }] }
`,
  about: entriesWithKeys,
  *check({ field, key, place }, cluster) {
    const right = rightPlaceOf(key, place, field.resource, cluster);
    if (right === undefined) return;
    yield field.violation({ expected: right, effect: 'Linkerd does not read it here.', fix: 'Move it.' });
  },
});

/** A label or an annotation with a key of Linkerd's proxy. */
interface KeyedEntry extends Entry {
  readonly place: 'labels' | 'annotations of the object' | 'annotations of the pod template';
}

function entriesWithKeys(resource: Resource, cluster: ClusterIndex): readonly KeyedEntry[] {
  const own = Field.of(resource).at('metadata');
  const pods = cluster.podOf(resource)?.metadata;
  const template = pods === undefined || pods.path === own.path ? undefined : pods;
  const keyed = (place: KeyedEntry['place'], field: Field | undefined): readonly KeyedEntry[] =>
    (field === undefined ? [] : entriesOf(field))
      .filter(({ key }) => isProxyKey(key) && (key !== WEBHOOKS_LABEL || place === 'annotations of the object'))
      .map((entry) => ({ ...entry, place }));
  return [
    ...keyed('labels', own.at('labels')),
    ...keyed('labels', template?.at('labels')),
    ...keyed('annotations of the object', own.at('annotations')),
    ...keyed('annotations of the pod template', template?.at('annotations')),
  ];
}

/** Where an entry should be instead; undefined if it is right. */
function rightPlaceOf(
  key: string,
  place: KeyedEntry['place'],
  resource: Resource,
  cluster: ClusterIndex,
): string | undefined {
  if (place === 'labels') return 'an annotation';
  if (place === 'annotations of the pod template') return undefined;
  if (key === WEBHOOKS_LABEL) return 'a label of a Namespace';
  const pod = cluster.podOf(resource);
  if (pod !== undefined && pod.metadata.path !== 'metadata') {
    return `an annotation at ${pod.metadata.at('annotations').path}`;
  }
  const inherited = kindOf(resource.object) !== 'Namespace' || PROXY_ANNOTATIONS.get(key)?.inherited !== false;
  return inherited ? undefined : 'an annotation of the pod templates, which do not inherit it from a Namespace';
}
