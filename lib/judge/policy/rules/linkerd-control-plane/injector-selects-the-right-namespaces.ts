import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { INJECTOR_WEBHOOK, MUTATING, type Webhook, webhooksOf } from '../../../model/linkerd-control-plane/webhooks.js';
import { namespaceLabels } from '../../../model/network/network-policy.js';
import { matchesSelector } from '../../../model/selector.js';
import { webhookExample } from '../../examples/linkerd-webhook.js';
import { defineRule } from '../../rule.js';

type Labels = Readonly<Record<string, string>>;

const NAME_LABEL = 'kubernetes.io/metadata.name';
const SELECTOR = `namespaceSelector: { matchExpressions: [{ key: ${NAME_LABEL}, operator: NotIn, values: [kube-system, linkerd] }] }`;

export default defineRule({
  id: 'linkerd-control-plane/injector-selects-the-right-namespaces',
  severity: 'error',
  scope: 'object',
  summary: 'The injector is called for pods of every namespace except kube-system and its own.',
  rationale:
    "If the injector is called for its own pods, they cannot start once all of them are gone. If it is called for kube-system, the cluster's DNS and network cannot start while the injector is away.",
  source: 'https://linkerd.io/2-edge/features/ha/#exclude-the-kube-system-namespace',
  appliesTo: [MUTATING],
  reads: ['ConfigMap', 'Namespace', 'apps/Deployment'],
  passes: webhookExample({ webhook: SELECTOR }),
  fails: webhookExample(),
  about: (resource, cluster) =>
    everyInstall(cluster).length > 0 && resource.object.metadata.name === INJECTOR_WEBHOOK ? webhooksOf(resource) : [],
  *check(webhook, cluster) {
    const selector = webhook.field.at('namespaceSelector');
    if (isCalled(webhook, namespaceLabels('kube-system', cluster), {})) {
      yield selector.violation({
        expected: 'a selector that excludes kube-system',
        fix: `Exclude it by ${NAME_LABEL}.`,
      });
    }
    if (!isCalled(webhook, { [NAME_LABEL]: 'some-application' }, {})) {
      yield selector.violation({
        expected: 'selectors that include namespaces and pods without labels of their own',
        effect: 'Pods for which the webhook is not called get no proxy.',
        fix: 'Select by what to exclude.',
      });
    }
    for (const { namespace, deployments } of everyInstall(cluster)) {
      const labels = namespaceLabels(namespace, cluster);
      if (![...deployments.values()].some((pod) => isCalled(webhook, labels, pod.labels))) continue;
      yield selector.violation({
        expected: `selectors that exclude the control plane's own pods in namespace ${namespace}`,
        fix: 'Label the namespace config.linkerd.io/admission-webhooks: disabled and exclude that label, or exclude the label linkerd.io/control-plane-component by objectSelector.',
      });
    }
  },
});

/** Whether the API server calls the webhook for a pod with such labels; an absent selector includes everything. */
function isCalled({ field }: Webhook, namespace: Labels, pod: Labels): boolean {
  return (
    matchesSelector(field.at('namespaceSelector').value ?? {}, namespace) &&
    matchesSelector(field.at('objectSelector').value ?? {}, pod)
  );
}
