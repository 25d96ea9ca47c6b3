import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { MUTATING, serverOfWebhook, VALIDATING, webhooksOf } from '../../../model/linkerd-control-plane/webhooks.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
import { webhookExample } from '../../examples/linkerd-webhook.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd-control-plane/webhooks-fail-safely',
  severity: 'warning',
  scope: 'object',
  summary: 'The injector fails closed, and no webhook that fails closed depends on a single pod.',
  rationale:
    'While the injector is away, Ignore lets pods start without a proxy: in plain text and unprotected until someone restarts them. With Fail and a single pod, the drain of one node blocks every new pod and policy.',
  source: 'https://linkerd.io/2-edge/features/ha/#proxy-injector-failure-policy',
  appliesTo: [MUTATING, VALIDATING],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace', 'Service'],
  passes: webhookExample({ failurePolicy: 'Fail', replicas: 3 }),
  fails: webhookExample({ failurePolicy: 'Ignore', replicas: 3 }),
  about: (resource, cluster) => (everyInstall(cluster).length === 0 ? [] : webhooksOf(resource)),
  *check(webhook, cluster) {
    const policy = webhook.field.at('failurePolicy');
    if (webhook.failurePolicy === 'Ignore') {
      // The policy controller judges a policy again when it reads it.
      if (kindOf(policy.resource.object) !== MUTATING) return;
      yield policy.violation({
        expected: 'Fail, with three replicas of the injector',
        effect: 'A pod that starts while the injector is away runs outside the mesh.',
        fix: 'Set Fail.',
      });
      return;
    }
    const server = serverOfWebhook(webhook, cluster);
    if (server === undefined) {
      yield notJudged('the pods behind the webhook are not among the files');
      return;
    }
    const { replicas, resource } = server.pod;
    if (replicas === undefined || replicas > 1) return;
    yield policy.violation({
      got: `Fail, with ${replicas} replica of ${resource.object.metadata.name}`,
      expected: 'two replicas or more behind a webhook that fails closed',
      effect: 'While the only replica is away, the API server rejects every request for which it calls the webhook.',
      fix: 'Run three replicas.',
    });
  },
});
