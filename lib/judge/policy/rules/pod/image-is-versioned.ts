import { isDigest, parseImageName } from '../../../../formats/image-name.js';
import { hasInjectedImage } from '../../../model/pods/injected-image.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyContainerWhere } from '../../about.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/image-is-versioned',
  severity: 'error',
  scope: 'object',
  summary: 'Every image names a version or a well-formed digest.',
  rationale: 'An image without a version, or with the tag latest, can be another program after each restart.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyContainerWhere((container) => !hasInjectedImage(container)),
  *check({ field }) {
    const image = field.at('image');
    const expected = missingIn(image.text ?? '');
    if (expected === undefined) return;
    yield image.violation({ got: image.text || 'nothing', expected, fix: 'Name the version that was tested.' });
  },
  passes: example('example.org/web:1.4.2'),
  fails: example('example.org:5000/web'),
});

/** What an image lacks to be the same one after each restart. */
function missingIn(image: string): string | undefined {
  const { tag, digest } = parseImageName(image);
  if (digest !== undefined) return isDigest(digest) ? undefined : 'a digest of sha256: and 64 hexadecimal digits';
  return tag === undefined || tag === 'latest' ? 'a tag other than latest, or a digest' : undefined;
}

function example(image: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: '${image}' }]
`;
}
