import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  autoContainer,
  INJECT,
  INJECTION,
  injectionOf,
  REVISION,
  type Reason,
} from '../../../model/istio/injection.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const EFFECT =
  'its ports are served in plain text to anyone, no policy of Istio is obeyed there, and it has no identity that STRICT peers would take';

export default defineRule({
  id: 'istio/pods-are-injected',
  severity: 'error',
  scope: 'object',
  summary: 'Every pod of a namespace in the mesh, and every pod that asks for a sidecar, gets one.',
  rationale:
    'A pod without a proxy talks in plain text, has no identity by which others could let it in, and obeys no policy.',
  source: 'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  appliesTo: POD_KINDS,
  passes: example('"true"'),
  fails: example('"false"'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || pod.namespace === rootNamespaceOf(cluster)) return;
    const injection = injectionOf(pod, cluster);
    if (injection.mode !== 'none') return;
    if (autoContainer(pod) !== undefined) {
      yield auto(pod);
      return;
    }
    const labels = stringsAt(cluster.namespace(pod.namespace)?.object, 'metadata', 'labels');
    const meshed =
      labels[INJECTION] === 'enabled' || (labels[INJECTION] === undefined && labels[REVISION] !== undefined);
    const asks = pod.labels[INJECT] === 'true' || pod.ownAnnotations[INJECT] === 'true';
    if (meshed || asks) yield* reportOf(pod, injection.reason, labels, cluster);
  },
});

function* reportOf(
  pod: PodTemplate,
  reason: Reason,
  labels: Readonly<Record<string, string>>,
  cluster: ClusterIndex,
): Iterable<Fault> {
  const { namespace } = pod;
  switch (reason) {
    case 'host-network':
      yield {
        path: at(pod.specPath, 'hostNetwork'),
        got: 'true',
        expected: 'a network of its own, in which the sidecar can capture',
        fix: `Remove hostNetwork, or move the pods to a namespace outside of the mesh; the injector passes over them: ${EFFECT}.`,
      };
      return;
    case 'pod-opts-out': {
      const labelled = pod.labels[INJECT] === 'false';
      yield {
        path: at(pod.metadataPath, labelled ? 'labels' : 'annotations', INJECT),
        got: 'false',
        expected: `a sidecar, as namespace ${namespace} has it`,
        fix: `Remove it: ${EFFECT}.`,
      };
      return;
    }
    case 'namespace-opts-out':
      yield {
        path: at(pod.metadataPath, 'labels', INJECT),
        got: `a sidecar asked for in namespace ${namespace}, whose label ${INJECTION} is ${labels[INJECTION]}`,
        expected: `${INJECTION}: enabled on the namespace, or no such label there`,
        fix: `Change the label of the namespace, which goes before that of the pods: ${EFFECT}.`,
      };
      return;
    case 'annotation-alone':
    case 'unlabelled':
      yield {
        path: at(pod.metadataPath, 'annotations', INJECT),
        got: `the annotation, in namespace ${namespace}, ${cluster.namespace(namespace) === undefined ? 'of which these files tell nothing' : 'which has no label of Istio'}`,
        expected: `the label ${INJECT}: "true"`,
        fix: `Make it a label, or label the namespace: the webhook is called by labels alone, so ${EFFECT}.`,
      };
      return;
    case 'ignored-namespace':
      yield {
        path: pod.metadataPath,
        got: `namespace ${namespace}`,
        expected: 'a namespace that the injector sees',
        fix: `Move the pods: the injector passes over ${namespace}, so ${EFFECT}.`,
      };
      return;
  }
}

function auto(pod: PodTemplate): Fault {
  const container = autoContainer(pod);
  return {
    path: at(container?.path ?? pod.specPath, 'image'),
    got: 'auto, in pods that are not injected',
    expected: `a label of the namespace or of the pods by which the webhook is called`,
    fix: `Set ${INJECT}: "true" or ${REVISION} as a label of the pods: without the injector the image stays auto, which no registry has.`,
  };
}

function example(inject: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { sidecar.istio.io/inject: ${inject} } }
spec: { containers: [{ name: web }] }
`;
}
