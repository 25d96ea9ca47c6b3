import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import { isProxyKey, PROXY_ANNOTATIONS } from '../../../model/linkerd/annotations.js';
import { WEBHOOKS_LABEL } from '../../../model/linkerd/injection.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/annotations-stand-where-they-are-read',
  severity: 'error',
  scope: 'object',
  summary: "Linkerd's annotations stand on pod templates, or on Namespaces that pass them on.",
  rationale:
    'The injector sees Pods and their Namespace: what stands on a Deployment, or among the labels, has no effect and no error.',
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
  *check(resource, cluster) {
    const { object } = resource;
    const isNamespace = kindOf(object) === 'Namespace';
    const pod = cluster.podOf(resource);
    const labels = new Map([['metadata', stringsAt(object, 'metadata', 'labels')]]);
    if (pod !== undefined) labels.set(pod.metadataPath, pod.labels);
    for (const [path, found] of labels) {
      for (const [key, value] of Object.entries(found)) {
        if (isProxyKey(key) && key !== WEBHOOKS_LABEL) yield misplaced(at(path, 'labels', key), value, 'an annotation');
      }
    }
    for (const [key, value] of Object.entries(stringsAt(object, 'metadata', 'annotations'))) {
      const path = at('metadata', 'annotations', key);
      if (key === WEBHOOKS_LABEL) yield misplaced(path, value, 'a label of a Namespace');
      else if (!isProxyKey(key)) continue;
      else if (pod !== undefined && pod.metadataPath !== 'metadata') {
        yield misplaced(path, value, `an annotation at ${at(pod.metadataPath, 'annotations')}`);
      } else if (isNamespace && PROXY_ANNOTATIONS.get(key)?.inherited === false) {
        yield misplaced(path, value, 'an annotation of the pod templates, which do not take it over from a Namespace');
      }
    }
  },
});

function misplaced(path: string, got: string, expected: string): Fault {
  return { path, got, expected, fix: 'Move it; where it stands Linkerd does not read it.' };
}
