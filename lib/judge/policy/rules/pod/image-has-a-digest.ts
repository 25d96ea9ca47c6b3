import { parseImageName } from '../../../../formats/image-name.js';
import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { hasInjectedImage } from '../../../model/pods/injected-image.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/image-has-a-digest',
  severity: 'warning',
  scope: 'object',
  summary: 'Every image names its digest.',
  rationale: 'A tag can be moved to another image; a digest cannot.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: 'example.org/web:1.4.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef' }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, spec } of pod.containers) {
      if (hasInjectedImage(pod, spec)) continue;
      const image = stringAt(spec, 'image') ?? '';
      if (parseImageName(image).digest !== undefined) continue;
      yield {
        path: at(path, 'image'),
        got: image === '' ? 'nothing' : image,
        expected: 'a digest after the tag',
        fix: 'Append @sha256:… of the image that was tested.',
      };
    }
  },
});
