import { parseImageName } from '../../../../formats/image-name.js';
import { hasInjectedImage } from '../../../model/pods/injected-image.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyContainerWhere } from '../../about.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/image-has-a-digest',
  severity: 'warning',
  scope: 'object',
  summary: 'Every image names its digest.',
  rationale: 'A tag can be moved to another image; a digest cannot.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyContainerWhere((container) => !hasInjectedImage(container)),
  *check({ field }) {
    const image = field.at('image');
    if (parseImageName(image.text ?? '').digest !== undefined) return;
    yield image.violation({
      got: image.text || 'nothing',
      expected: 'a digest after the tag',
      fix: 'Append @sha256:… of the image that was tested.',
    });
  },
  passes: example('example.org/web:1.4.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'),
  fails: example('example.org/web:1.4.2'),
});

function example(image: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: '${image}' }]
`;
}
