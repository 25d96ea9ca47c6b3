import type { Violation } from '../../../../manifest/field.js';
import { stringsAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  autoContainer,
  INJECT,
  INJECTION,
  injectionOf,
  REVISION,
  type Reason,
  runsIstio,
} from '../../../model/istio/injection.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const EFFECT =
  'Its ports serve anyone in plaintext, nothing enforces policies of Istio there, and it has no identity that STRICT peers accept.';

export default defineRule<PodTemplate>({
  id: 'istio/pods-are-injected',
  severity: 'error',
  scope: 'object',
  summary: 'Every pod of a namespace in the mesh, and every pod that asks for a sidecar, gets one.',
  rationale: 'A pod without a proxy speaks plaintext, has no identity that others could admit, and enforces no policy.',
  source: 'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  appliesTo: POD_KINDS,
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('"true"'),
  fails: example('"false"'),
  about: (resource, cluster) => {
    const pod = cluster.podOf(resource);
    if (pod === undefined || pod.namespace === rootNamespaceOf(cluster)) return [];
    return isMeant(pod, cluster) || mayBeMeant(pod, cluster) ? [pod] : [];
  },
  *check(pod, cluster) {
    const injection = injectionOf(pod, cluster);
    if (injection.mode !== 'none') return;
    if (isMeant(pod, cluster)) yield faultOf(pod, injection.reason, cluster);
    else yield notJudged(`Namespace ${pod.namespace} is not among the files`);
  },
});

/** Whether the Namespace, the pods or their image ask for a sidecar. */
function isMeant(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const labels = namespaceLabels(pod, cluster);
  return (
    autoContainer(pod) !== undefined ||
    labels[INJECTION] === 'enabled' ||
    (labels[INJECTION] === undefined && labels[REVISION] !== undefined) ||
    pod.labels[INJECT] === 'true' ||
    pod.ownAnnotations[INJECT] === 'true'
  );
}

function mayBeMeant(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return runsIstio(cluster) && cluster.namespace(pod.namespace) === undefined;
}

function namespaceLabels(pod: PodTemplate, cluster: ClusterIndex): Readonly<Record<string, string>> {
  return stringsAt(cluster.namespace(pod.namespace)?.object, 'metadata', 'labels');
}

function faultOf(pod: PodTemplate, reason: Reason, cluster: ClusterIndex): Violation {
  const { namespace, metadata } = pod;
  const auto = autoContainer(pod);
  if (auto !== undefined) {
    return auto.field.at('image').violation({
      got: 'auto, in pods that are not injected',
      expected: 'a label of the namespace or of the pods for which the webhook is called',
      effect: 'Without the injector the image stays auto, which no registry has.',
      fix: `Set ${INJECT}: "true" or ${REVISION} as a label of the pods.`,
    });
  }
  switch (reason) {
    case 'host-network':
      return pod.field.at('hostNetwork').violation({
        expected: 'a network of its own, in which the sidecar can capture traffic',
        effect: `The injector skips the pods. ${EFFECT}`,
        fix: 'Remove hostNetwork, or move the pods to a namespace outside the mesh.',
      });
    case 'pod-opts-out':
      return metadata.at(pod.labels[INJECT] === 'false' ? 'labels' : 'annotations', INJECT).violation({
        expected: `a sidecar, as namespace ${namespace} requires`,
        effect: EFFECT,
        fix: 'Remove it.',
      });
    case 'namespace-opts-out':
      return metadata.at('labels', INJECT).violation({
        got: `a request for a sidecar in namespace ${namespace}, whose label ${INJECTION} is ${namespaceLabels(pod, cluster)[INJECTION]}`,
        expected: `${INJECTION}: enabled on the namespace, or no such label there`,
        effect: `The label of the namespace overrides that of the pods. ${EFFECT}`,
        fix: 'Change the label of the namespace.',
      });
    case 'annotation-only':
    case 'unlabelled':
      return metadata.at('annotations', INJECT).violation({
        got: `the annotation, in namespace ${namespace}, which ${cluster.namespace(namespace) === undefined ? 'is not among the files' : 'has no label of Istio'}`,
        expected: `the label ${INJECT}: "true"`,
        effect: `The webhook is called only for labels. ${EFFECT}`,
        fix: 'Make it a label, or label the namespace.',
      });
    case 'ignored-namespace':
      return metadata.violation({
        got: `namespace ${namespace}`,
        expected: 'a namespace that the injector handles',
        effect: `The injector skips ${namespace}. ${EFFECT}`,
        fix: 'Move the pods.',
      });
  }
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
