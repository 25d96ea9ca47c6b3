import { Field } from '../../../../manifest/field.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { namespaceLabels } from '../../../model/network/network-policy.js';
import { matchesSelector } from '../../../model/selector.js';
import { BUNDLE, IDENTITY_BUNDLE } from '../../../model/trust/anchors.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const KEY = 'ca-bundle.crt';

export default defineRule({
  id: 'trust/linkerd-bundle-reaches-the-control-plane',
  severity: 'error',
  scope: 'object',
  summary: "The bundle of Linkerd's trust roots is written to the place where the control plane reads it.",
  rationale:
    'The control plane reads key ca-bundle.crt of ConfigMap linkerd-identity-trust-roots in its own namespace, and its pods do not start without it.',
  source: 'https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/',
  appliesTo: [BUNDLE],
  reads: ['ConfigMap', 'Namespace', 'apps/Deployment'],
  passes: example(', labels: { linkerd.io/is-control-plane: "true" }'),
  fails: example(''),
  about: (resource) => (resource.object.metadata.name === IDENTITY_BUNDLE ? [resource] : []),
  *check(resource, cluster) {
    const target = Field.of(resource).at('spec', 'target');
    const key = target.at('configMap', 'key');
    if (key.value !== KEY) {
      const effect = 'Linkerd reads no other key.';
      yield key.violation({ expected: KEY, effect, fix: `Set it to ${KEY}.` });
    }
    const { namespace } = controlPlaneOf(cluster);
    const selector = target.at('namespaceSelector');
    // Without a selector trust-manager writes to every namespace.
    if (selector.value === undefined) return;
    if (cluster.namespace(namespace) === undefined) {
      yield notJudged(`Namespace ${namespace} is not among the files`);
    } else if (!matchesSelector(selector.value, namespaceLabels(namespace, cluster))) {
      yield selector.violation({
        expected: `labels of namespace ${namespace}`,
        fix: 'Label the namespace, or select it by kubernetes.io/metadata.name.',
      });
    }
  },
});

function example(labels: string): string {
  return `apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: linkerd-identity-trust-roots }
spec:
  target:
    configMap: { key: ca-bundle.crt }
    namespaceSelector: { matchLabels: { linkerd.io/is-control-plane: "true" } }
---
apiVersion: v1
kind: Namespace
metadata: { name: linkerd${labels} }
`;
}
