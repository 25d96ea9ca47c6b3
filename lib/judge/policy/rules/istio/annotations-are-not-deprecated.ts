import { Field } from '../../../../manifest/field.js';
import { ISTIO_ANNOTATIONS, isIstioKey } from '../../../model/istio/annotations.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

interface PodAnnotation {
  readonly key: string;
  readonly field: Field;
  readonly labels: Readonly<Record<string, string>>;
}

export default defineRule<PodAnnotation>({
  id: 'istio/annotations-are-not-deprecated',
  severity: 'warning',
  scope: 'object',
  summary: 'No annotation of Istio is deprecated.',
  rationale:
    'A later release drops deprecated annotations. The one for injection takes effect only after the webhook is called, and only labels decide that.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0135/',
  appliesTo: ['Service', ...POD_KINDS],
  reads: ['Namespace'],
  passes: example('labels: { sidecar.istio.io/inject: "true" }, annotations: { sidecar.istio.io/logLevel: info }'),
  fails: example('annotations: { sidecar.istio.io/inject: "true" }'),
  about: (resource, cluster) => {
    const pod = cluster.podOf(resource);
    return (pod?.metadata ?? Field.of(resource).at('metadata'))
      .at('annotations')
      .entries.filter(([key]) => isIstioKey(key))
      .map(([key, field]) => ({ key, field, labels: pod?.labels ?? {} }));
  },
  *check({ key, field, labels }) {
    const instead = ISTIO_ANNOTATIONS.get(key)?.instead;
    // Label and annotation together serve old releases too.
    if (instead === undefined || labels[key] !== undefined) return;
    yield field.violation({ got: key, expected: instead, fix: `Use ${instead}.` });
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
