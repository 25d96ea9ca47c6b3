import { nearest } from '../../../../formats/did-you-mean.js';
import { Field, type Violation } from '../../../../manifest/field.js';
import { type Annotation, ISTIO_ANNOTATIONS, isIstioKey, type Place } from '../../../model/istio/annotations.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** Names that are labels: as annotations they do nothing. */
const LABELS = [
  'istio-injection',
  'istio.io/dataplane-mode',
  'istio.io/use-waypoint',
  'security.istio.io/tlsMode',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'topology.istio.io/network',
];

export default defineRule<WrittenAnnotation>({
  id: 'istio/annotations-take-effect',
  severity: 'error',
  scope: 'object',
  summary: 'Istio knows every annotation of its own, reads it on this kind, and accepts its value.',
  rationale:
    'Istio ignores an annotation that it does not know or that is on another kind, and does not inject a pod with a value that it cannot read.',
  source: 'https://istio.io/latest/docs/reference/config/annotations/',
  appliesTo: ['Namespace', 'Service', ...POD_KINDS],
  passes: example('sidecar.istio.io/proxyMemoryLimit: 256Mi'),
  fails: example('sidecar.istio.io/proxyMemLimit: 256Mi'),
  about: (resource, cluster) => {
    const pod = cluster.podOf(resource);
    const own = Field.of(resource).at('metadata');
    if (pod === undefined) {
      const place = resource.object.kind === 'Namespace' ? 'Namespace' : 'Service';
      return annotationsIn(own, place, place);
    }
    const workload = pod.metadata.path === own.path ? [] : annotationsIn(own, 'elsewhere', resource.object.kind, pod);
    return [...annotationsIn(pod.metadata, 'Pod', 'pod template'), ...workload];
  },
  *check(annotation) {
    yield* annotation.pod === undefined ? faultsIn(annotation) : misplaced(annotation, annotation.pod);
  },
});

interface WrittenAnnotation {
  readonly field: Field;
  readonly key: string;
  /** What it is on, as the model and as messages name it. */
  readonly place: Place;
  readonly kind: string;
  /** The pod template below, for annotations of the workload that makes the pods. */
  readonly pod: PodTemplate | undefined;
}

function annotationsIn(metadata: Field, place: Place, kind: string, pod?: PodTemplate): readonly WrittenAnnotation[] {
  return metadata
    .at('annotations')
    .entries.filter(([key, { text }]) => text !== undefined && (isIstioKey(key) || LABELS.includes(key)))
    .map(([key, field]) => ({ field, key, place, kind, pod }));
}

function* faultsIn({ field, key, place, kind }: WrittenAnnotation): Iterable<Outcome> {
  const known = ISTIO_ANNOTATIONS.get(key);
  if (known === undefined) {
    yield unknown(field, key);
  } else if (!reads(known, place)) {
    yield field.violation({
      got: `${key} on a ${kind}`,
      expected: where(known),
      effect: `Istio does not read it on a ${kind}.`,
      fix: 'Move it there.',
    });
  } else {
    const expected = known.expects?.(field.text ?? '');
    if (expected === undefined) return;
    yield field.violation({ expected, effect: effectOf(key), fix: `Write ${expected}.` });
  }
}

/** Annotations of pods that are on the workload above them, where no proxy reads them. */
function* misplaced({ field, key, kind }: WrittenAnnotation, pod: PodTemplate): Iterable<Outcome> {
  const known = ISTIO_ANNOTATIONS.get(key);
  if (known === undefined || !known.places.includes('Pod') || known.places.includes('any')) return;
  yield field.violation({
    got: `${key} on the ${kind}`,
    expected: pod.metadata.at('annotations', key).path,
    effect: 'The injector sees only the pod.',
    fix: 'Move it to the pod template.',
  });
}

function unknown(field: Field, key: string): Violation {
  if (LABELS.includes(key)) {
    return field.violation({
      got: `${key} as an annotation`,
      expected: 'a label',
      effect: 'An annotation of this name has no effect.',
      fix: 'Make it a label.',
    });
  }
  const meant = nearest(key, [...ISTIO_ANNOTATIONS.keys()]);
  if (meant === undefined) {
    return field.violation({
      got: `${key}, which no known release has`,
      expected: 'an annotation of Istio',
      effect: 'A release that does not know it ignores it.',
      fix: 'Correct the name, or waive this finding if your release knows it.',
    });
  }
  return field.violation({
    got: `${key}, which no known release has`,
    expected: meant,
    effect: `Istio does not read ${key}.`,
    fix: `Write ${meant}.`,
  });
}

function reads({ places }: Annotation, place: Place): boolean {
  return places.includes('any') || places.includes(place);
}

function where({ places }: Annotation): string {
  if (places.includes('Pod')) return 'the pod template';
  const named = places.filter((place) => place !== 'elsewhere' && place !== 'any');
  return named.length === 0 ? 'another kind' : `a ${named.join(' or a ')}`;
}

function effectOf(key: string): string {
  return key === 'sidecar.istio.io/inject'
    ? 'With this value the injector follows the namespace.'
    : 'With this value the injector refuses the pod, or ignores the setting.';
}

function example(annotation: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { ${annotation} } }
spec: { containers: [{ name: web }] }
`;
}
