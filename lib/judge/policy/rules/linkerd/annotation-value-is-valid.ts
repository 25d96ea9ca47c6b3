import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import { PROXY_ANNOTATIONS } from '../../../model/linkerd/annotations.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/annotation-value-is-valid',
  severity: 'error',
  scope: 'object',
  summary: "Every annotation of Linkerd's has a value that Linkerd reads.",
  rationale:
    'Linkerd passes over most values that it cannot read and starts the proxy without them; some keep the pod from starting. One port name in a list of opaque ports empties the list for policy.',
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: ['Namespace', 'Service', ...POD_KINDS],
  passes: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, annotations: { config.linkerd.io/opaque-ports: "4222,6222-6224" } }
`,
  fails: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, annotations: { config.linkerd.io/opaque-ports: "4222,cluster" } }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    const path = pod?.metadataPath ?? 'metadata';
    const annotations = pod?.ownAnnotations ?? stringsAt(resource.object, 'metadata', 'annotations');
    for (const [key, text] of Object.entries(annotations)) {
      const value = PROXY_ANNOTATIONS.get(key)?.value;
      if (value === undefined || value.accepts(text)) continue;
      yield {
        path: at(path, 'annotations', key),
        got: text === '' ? 'an empty text' : text,
        expected: value.expected,
        fix: `Correct the value; Linkerd does not read it on this ${kindOf(resource.object)}.`,
      };
    }
  },
});
