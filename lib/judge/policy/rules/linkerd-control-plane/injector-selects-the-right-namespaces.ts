import { at } from '../../../../manifest/field-path.js';
import { shown, stringsAt, valueAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type ControlPlaneInstall, controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { INJECTOR_WEBHOOK, MUTATING, type Webhook, webhooksOf } from '../../../model/linkerd-control-plane/webhooks.js';
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
  summary: 'The injector is asked about pods of any namespace but kube-system and its own.',
  rationale:
    'An injector that is asked about its own pods waits for itself once all of them are gone, and one that is asked about kube-system keeps the DNS and the network of the cluster from starting while it is away.',
  source: 'https://linkerd.io/2-edge/features/ha/#exclude-the-kube-system-namespace',
  appliesTo: [MUTATING],
  passes: webhookExample({ webhook: SELECTOR }),
  fails: webhookExample(),
  *check(resource, cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined || resource.object.metadata.name !== INJECTOR_WEBHOOK) return;
    for (const webhook of webhooksOf(resource)) {
      const path = at(webhook.path, 'namespaceSelector');
      const got = shown(valueAt(webhook.spec, 'namespaceSelector'));
      if (isAsked(webhook, namespaceLabels('kube-system', cluster), {})) {
        yield {
          path,
          got,
          expected: 'a selector that leaves out kube-system',
          fix: `Leave it out by ${NAME_LABEL}.`,
        };
      }
      if (!isAsked(webhook, { [NAME_LABEL]: 'some-application' }, {})) {
        yield {
          path,
          got,
          expected: 'selectors that let in namespaces and pods without labels of their own',
          fix: 'Select by what is to be left out; pods that the webhook does not see get no proxy.',
        };
      }
      for (const labels of ownPods(install)) {
        if (!isAsked(webhook, namespaceLabels(install.namespace, cluster), labels)) continue;
        yield {
          path,
          got,
          expected: `selectors that leave out the control plane's own pods in namespace ${install.namespace}`,
          fix: 'Label the namespace config.linkerd.io/admission-webhooks: disabled and leave out that label, or leave out the label linkerd.io/control-plane-component by objectSelector.',
        };
        break;
      }
    }
  },
});

/** Whether the API server asks the webhook about a pod with such labels; an absent selector takes in everything. */
function isAsked({ spec }: Webhook, namespace: Labels, pod: Labels): boolean {
  return (
    matchesSelector(valueAt(spec, 'namespaceSelector') ?? {}, namespace) &&
    matchesSelector(valueAt(spec, 'objectSelector') ?? {}, pod)
  );
}

function namespaceLabels(name: string, cluster: ClusterIndex): Labels {
  return { ...stringsAt(cluster.namespace(name)?.object, 'metadata', 'labels'), [NAME_LABEL]: name };
}

function ownPods({ deployments }: ControlPlaneInstall): readonly Labels[] {
  return [...deployments.values()].map(({ labels }) => labels);
}
