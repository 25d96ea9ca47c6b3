import { at } from '../../../../manifest/field-path.js';
import {
  bringsProxy,
  INJECT_ANNOTATION,
  INJECT_VALUES,
  INJECTING,
  namespaceAnnotations,
  webhookSees,
} from '../../../model/linkerd/injection.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/pod-is-injected',
  severity: 'error',
  scope: 'object',
  summary: 'Every pod of a meshed namespace, and every pod that asks for a proxy, gets one.',
  rationale:
    'A pod without a proxy talks in plain text, has no identity by which others could let it in, and no Server guards its ports.',
  source: 'https://linkerd.io/2-edge/features/proxy-injection/',
  appliesTo: POD_KINDS,
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
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || bringsProxy(pod)) return;
    const own = pod.ownAnnotations[INJECT_ANNOTATION] ?? '';
    const inherited = namespaceAnnotations(pod.namespace, cluster)[INJECT_ANNOTATION] ?? '';
    const meshed = INJECTING.includes(inherited) && webhookSees(pod.namespace, cluster);
    if (!meshed && !INJECTING.includes(own)) return;
    const path = at(pod.metadataPath, 'annotations', INJECT_ANNOTATION);
    if (pod.spec['hostNetwork'] === true) {
      yield {
        path: at(pod.specPath, 'hostNetwork'),
        got: 'true',
        expected: 'a network of its own, into which the injector can put a proxy',
        fix: 'Remove hostNetwork; the injector passes over pods of the host network.',
      };
    } else if (own === 'disabled' || (own !== '' && !INJECT_VALUES.includes(own))) {
      yield {
        path,
        got: own,
        expected: `enabled, as namespace ${pod.namespace} has it`,
        fix: 'Remove the annotation; with it the pods run outside the mesh.',
      };
    } else if (!webhookSees(pod.namespace, cluster)) {
      yield {
        path,
        got: `${own}, in a namespace that Linkerd's webhooks do not see`,
        expected: 'a namespace that they see',
        fix: 'Remove the label config.linkerd.io/admission-webhooks from the namespace, or move the pods; kube-system and cert-manager are always left out.',
      };
    } else if (inherited !== '' && !INJECT_VALUES.includes(inherited)) {
      yield {
        path,
        got: `${own}, below ${inherited} on namespace ${pod.namespace}`,
        expected: 'a value on the namespace that the injector knows',
        fix: `Set the annotation of the namespace to one of ${INJECT_VALUES.join(', ')}; no pod is injected until then.`,
      };
    }
  },
});
