import {
  bringsProxy,
  INJECT_ANNOTATION,
  INJECT_VALUES,
  INJECTING,
  namespaceAnnotations,
  runsLinkerd,
  webhookSees,
} from '../../../model/linkerd/injection.js';
import { POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { everyPod } from '../../about.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/pod-is-injected',
  severity: 'error',
  scope: 'object',
  summary: 'Every pod of a meshed namespace, and every pod that asks for a proxy, gets one.',
  rationale:
    'A pod without a proxy communicates in plain text, has no identity by which others could admit it, and no Server protects its ports.',
  source: 'https://linkerd.io/2-edge/features/proxy-injection/',
  appliesTo: POD_KINDS,
  reads: ['*', 'Namespace'],
  passes: `
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: { linkerd.io/inject: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: web }] }
`,
  fails: `
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: { linkerd.io/inject: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { linkerd.io/inject: disabled } }
spec: { containers: [{ name: web }] }
`,
  about: (resource, cluster) =>
    everyPod(resource, cluster).flatMap((pod): readonly (PodTemplate | NotJudged)[] => {
      if (bringsProxy(pod)) return [];
      const inherited = namespaceAnnotations(pod.namespace, cluster)[INJECT_ANNOTATION] ?? '';
      const seen = webhookSees(pod.namespace, cluster);
      const own = pod.ownAnnotations[INJECT_ANNOTATION] ?? '';
      if ((INJECTING.includes(inherited) && seen) || INJECTING.includes(own)) return [pod];
      // Other pods get a proxy if the Namespace asks for one.
      const prevents = own !== '' || pod.spec['hostNetwork'] === true;
      const isUnknown = cluster.namespace(pod.namespace) === undefined && runsLinkerd(cluster) && seen;
      return prevents && isUnknown ? [notJudged(`Namespace ${pod.namespace} is not among the files`)] : [];
    }),
  *check(pod, cluster) {
    const own = pod.metadata.at('annotations', INJECT_ANNOTATION);
    const text = own.text ?? '';
    const inherited = namespaceAnnotations(pod.namespace, cluster)[INJECT_ANNOTATION] ?? '';
    if (pod.field.at('hostNetwork').value === true) {
      yield pod.field.at('hostNetwork').violation({
        expected: 'a pod network, which the injector can redirect to a proxy',
        effect: 'The injector skips pods of the host network.',
        fix: 'Remove hostNetwork.',
      });
    } else if (text === 'disabled' || (text !== '' && !INJECT_VALUES.includes(text))) {
      yield own.violation({
        expected: `enabled, as on namespace ${pod.namespace}`,
        effect: 'The pods run outside the mesh.',
        fix: 'Remove the annotation.',
      });
    } else if (!webhookSees(pod.namespace, cluster)) {
      yield own.violation({
        got: `${text}, in a namespace for which the injector is not called`,
        expected: 'a namespace for which it is called',
        fix: 'Remove the label config.linkerd.io/admission-webhooks from the namespace, or move the pods. The namespaces kube-system and cert-manager are always excluded.',
      });
    } else if (inherited !== '' && !INJECT_VALUES.includes(inherited)) {
      yield own.violation({
        got: `${text}, with ${inherited} on namespace ${pod.namespace}`,
        expected: 'a value on the namespace that the injector knows',
        effect: 'No pod of the namespace is injected.',
        fix: `Set the annotation of the namespace to one of ${INJECT_VALUES.join(', ')}.`,
      });
    }
  },
});
