import { at } from '../../../../manifest/field-path.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { MUTATING, serverOfWebhook, VALIDATING, webhooksOf } from '../../../model/linkerd-control-plane/webhooks.js';
import { kindOf } from '../../../model/pods/pod.js';
import { webhookExample } from '../../examples/linkerd-webhook.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd-control-plane/webhooks-fail-safely',
  severity: 'warning',
  scope: 'object',
  summary: 'The injector fails closed, and no webhook that fails closed hangs on one pod.',
  rationale:
    'While the injector is away, Ignore lets pods start without a proxy: in plain text, unguarded, until somebody restarts them. With Fail and a single pod, the drain of one node keeps every new pod and policy out.',
  source: 'https://linkerd.io/2-edge/features/ha/#proxy-injector-failure-policy',
  appliesTo: [MUTATING, VALIDATING],
  passes: webhookExample({ failurePolicy: 'Fail', replicas: 3 }),
  fails: webhookExample({ failurePolicy: 'Ignore', replicas: 3 }),
  *check(resource, cluster) {
    if (controlPlaneInstallOf(cluster) === undefined) return;
    for (const webhook of webhooksOf(resource)) {
      const path = at(webhook.path, 'failurePolicy');
      if (webhook.failurePolicy === 'Ignore') {
        // A policy that passes unchecked is still judged by the policy controller when it is read.
        if (kindOf(resource.object) !== MUTATING) continue;
        yield {
          path,
          got: 'Ignore',
          expected: 'Fail, with three replicas of the injector',
          fix: 'Set Fail; with Ignore a pod that starts while the injector is away runs outside the mesh.',
        };
        continue;
      }
      const pod = serverOfWebhook(webhook, cluster)?.pod;
      if (pod?.replicas === undefined || pod.replicas > 1) continue;
      yield {
        path,
        got: `Fail, with ${pod.replicas} replica of ${pod.resource.object.metadata.name}`,
        expected: 'two replicas or more behind a webhook that fails closed',
        fix: 'Run three replicas: while the only one is away, the API server refuses what the webhook is asked about.',
      };
    }
  },
});
