import type { Fault } from '../../../../diagnostic.js';
import { nearest } from '../../../../formats/did-you-mean.js';
import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type Annotation, ISTIO_ANNOTATIONS, isIstioKey, type Place } from '../../../model/istio/annotations.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
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

export default defineRule({
  id: 'istio/annotations-take-effect',
  severity: 'error',
  scope: 'object',
  summary: 'Every annotation of Istio is one that it reads, where it reads it, with a value that it takes.',
  rationale:
    'Istio passes over an annotation that it does not know or that stands on another kind, and refuses to inject a pod for a value that it cannot read.',
  source: 'https://istio.io/latest/docs/reference/config/annotations/',
  appliesTo: ['Namespace', 'Service', ...POD_KINDS],
  passes: example('sidecar.istio.io/proxyMemoryLimit: 256Mi'),
  fails: example('sidecar.istio.io/proxyMemLimit: 256Mi'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    const kind = kindOf(resource.object);
    if (pod === undefined) {
      yield* faults(
        stringsAt(resource.object, 'metadata', 'annotations'),
        'metadata',
        kind === 'Namespace' ? 'Namespace' : 'Service',
        kind,
      );
      return;
    }
    yield* faults(pod.ownAnnotations, pod.metadataPath, 'Pod', 'pod template');
    if (pod.metadataPath !== 'metadata') yield* onWorkload(resource, cluster);
  },
});

function* faults(
  annotations: Readonly<Record<string, string>>,
  metadataPath: string,
  place: Place,
  kind: string,
): Iterable<Fault> {
  for (const [key, value] of Object.entries(annotations)) {
    const path = at(metadataPath, 'annotations', key);
    if (!isIstioKey(key) && !LABELS.includes(key)) continue;
    const known = ISTIO_ANNOTATIONS.get(key);
    if (known === undefined) yield unknown(key, path);
    else if (!reads(known, place)) {
      yield {
        path,
        got: `${key} on a ${kind}`,
        expected: where(known),
        fix: `Move it there: Istio does not look for it on a ${kind}.`,
      };
    } else {
      const expected = known.expects?.(value);
      if (expected !== undefined) {
        yield { path, got: value, expected, fix: `Write it so: with this value ${effectOf(key)}.` };
      }
    }
  }
}

/** Annotations of pods that stand on the workload above them, where no proxy reads them. */
function* onWorkload(resource: Resource, cluster: ClusterIndex): Iterable<Fault> {
  const pod = cluster.podOf(resource);
  for (const key of Object.keys(stringsAt(resource.object, 'metadata', 'annotations'))) {
    const known = ISTIO_ANNOTATIONS.get(key);
    if (known === undefined || !known.places.includes('Pod') || known.places.includes('any')) continue;
    yield {
      path: at('metadata.annotations', key),
      got: `${key} on the ${resource.object.kind}`,
      expected: at(pod?.metadataPath ?? 'spec.template.metadata', 'annotations', key),
      fix: 'Move it to the pod template: the injector sees the pod alone.',
    };
  }
}

function unknown(key: string, path: string): Fault {
  if (LABELS.includes(key)) {
    return {
      path,
      got: `${key} as an annotation`,
      expected: 'a label',
      fix: 'Make it a label: as an annotation it does nothing.',
    };
  }
  const meant = nearest(key, [...ISTIO_ANNOTATIONS.keys()]);
  return {
    path,
    got: `${key}, unknown to the releases known here`,
    expected: meant ?? 'an annotation of Istio',
    fix:
      meant === undefined
        ? 'Correct its name, or keep it with a waiver where the release that you run knows it; another release does not read it.'
        : `Write ${meant}; Istio does not read ${key}.`,
  };
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
    ? 'the injector follows the namespace'
    : 'the injector refuses the pod, or passes over the setting';
}

function example(annotation: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { ${annotation} } }
spec: { containers: [{ name: web }] }
`;
}
