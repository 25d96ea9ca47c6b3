import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import { ISTIO_ANNOTATIONS } from '../../../model/istio/annotations.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/annotations-are-current',
  severity: 'warning',
  scope: 'object',
  summary: 'No annotation of Istio is deprecated.',
  rationale:
    'A deprecated annotation goes away with a release; and that for injection is read only once the webhook is called, which labels alone decide.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0135/',
  appliesTo: ['Service', ...POD_KINDS],
  passes: example('labels: { sidecar.istio.io/inject: "true" }'),
  fails: example('annotations: { sidecar.istio.io/inject: "true" }'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    const annotations = pod?.ownAnnotations ?? stringsAt(resource.object, 'metadata', 'annotations');
    for (const key of Object.keys(annotations)) {
      const instead = ISTIO_ANNOTATIONS.get(key)?.instead;
      // Both stand together where old releases are to read it too.
      if (instead === undefined || pod?.labels[key] !== undefined) continue;
      yield {
        path: at(pod?.metadataPath ?? 'metadata', 'annotations', key),
        got: key,
        expected: instead,
        fix: `Use ${instead}.`,
      };
    }
  },
});

function example(metadata: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, ${metadata} }
spec: { containers: [{ name: web }] }
`;
}
