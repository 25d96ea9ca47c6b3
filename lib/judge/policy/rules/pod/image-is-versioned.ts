import { isDigest, parseImageName } from '../../../../formats/image-name.js';
import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { hasInjectedImage } from '../../../model/pods/injected-image.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/image-is-versioned',
  severity: 'error',
  scope: 'object',
  summary: 'Every image names a version or a well-formed digest.',
  rationale: 'An image without a version, or with the tag latest, is another program after each restart.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: 'example.org:5000/web' }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, spec } of pod.containers) {
      if (hasInjectedImage(pod, spec)) continue;
      const image = stringAt(spec, 'image') ?? '';
      const fault = faultOf(image);
      if (fault === undefined) continue;
      yield {
        path: at(path, 'image'),
        got: image === '' ? 'nothing' : image,
        expected: fault,
        fix: 'Name the version that was tested.',
      };
    }
  },
});

function faultOf(image: string): string | undefined {
  const { tag, digest } = parseImageName(image);
  if (digest !== undefined) return isDigest(digest) ? undefined : 'a digest of sha256: and 64 hexadecimal digits';
  return tag === undefined || tag === 'latest' ? 'a tag other than latest, or a digest' : undefined;
}
