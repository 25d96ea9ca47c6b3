import { at } from '../../../../manifest/field-path.js';
import { shown, valueAt } from '../../../../manifest/read.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { namespaceLabels } from '../../../model/network/network-policy.js';
import { matchesSelector } from '../../../model/selector.js';
import { defineRule } from '../../rule.js';

const BUNDLE = 'linkerd-identity-trust-roots';
const KEY = 'ca-bundle.crt';

export default defineRule({
  id: 'trust/linkerd-bundle-reaches-the-mesh',
  severity: 'error',
  scope: 'object',
  summary: "The bundle of Linkerd's trust roots arrives where the control plane reads it.",
  rationale:
    'The control plane reads key ca-bundle.crt of ConfigMap linkerd-identity-trust-roots in its own namespace, and its pods do not start without it.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/',
  appliesTo: ['trust.cert-manager.io/Bundle'],
  passes: `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: linkerd-identity-trust-roots }
spec:
  target:
    configMap: { key: ca-bundle.crt }
    namespaceSelector: { matchLabels: { linkerd.io/is-control-plane: "true" } }
---
apiVersion: v1
kind: Namespace
metadata: { name: linkerd, labels: { linkerd.io/is-control-plane: "true" } }
`,
  fails: `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: linkerd-identity-trust-roots }
spec:
  target:
    configMap: { key: ca-bundle.crt }
    namespaceSelector: { matchLabels: { linkerd.io/is-control-plane: "true" } }
---
apiVersion: v1
kind: Namespace
metadata: { name: linkerd }
`,
  *check({ object }, cluster) {
    if (object.metadata.name !== BUNDLE) return;
    const key = valueAt(object, 'spec', 'target', 'configMap', 'key');
    if (key !== KEY) {
      yield {
        path: at('spec', 'target', 'configMap', 'key'),
        got: shown(key),
        expected: KEY,
        fix: 'Use this key; Linkerd reads no other.',
      };
    }
    const { namespace } = controlPlaneOf(cluster);
    const selector = valueAt(object, 'spec', 'target', 'namespaceSelector');
    // Without a selector trust-manager writes to every namespace.
    if (selector === undefined || cluster.namespace(namespace) === undefined) return;
    if (matchesSelector(selector, namespaceLabels(namespace, cluster))) return;
    yield {
      path: at('spec', 'target', 'namespaceSelector'),
      got: shown(selector),
      expected: `labels of namespace ${namespace}`,
      fix: `Label the namespace, or select it by kubernetes.io/metadata.name.`,
    };
  },
});
