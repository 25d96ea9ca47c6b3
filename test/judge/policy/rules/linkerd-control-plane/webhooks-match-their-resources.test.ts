import { configExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import { webhookExample } from '../../../../../lib/judge/policy/examples/linkerd-webhook.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/webhooks-match-their-resources.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const webhook = (rules: string, name = 'linkerd-proxy-injector') =>
  webhookExample({ webhook: `rules: [${rules}]` }).replace(
    'linkerd-proxy-injector-webhook-config',
    `${name}-webhook-config`,
  );
const core = (operations: string, resources: string) =>
  `{ operations: ${operations}, apiGroups: [''], apiVersions: [v1], resources: ${resources} }`;

ruleTester(rule, {
  ignores: {
    'other webhooks': webhook(core('[DELETE]', '[pods]'), 'other'),
  },
  passes: {
    'accepts a rule for each resource': webhook(`${core('[CREATE]', '[pods]')}, ${core("['*']", '[services]')}`),
    'accepts wildcards': webhook(
      "{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'] }",
      'linkerd-policy-validator',
    ),
  },
  fails: {
    'without pods': [
      webhook(core('[CREATE]', '[services]')),
      {
        object: 'MutatingWebhookConfiguration linkerd-proxy-injector-webhook-config',
        path: 'webhooks[0].rules',
        got: 'no rule for CREATE pods',
      },
    ],
    'with another operation': [
      webhook(core('[UPDATE]', '[pods, services]')),
      { got: 'no rule for CREATE pods, CREATE services' },
    ],
    'of the validator of profiles': [
      webhook(
        '{ operations: [CREATE], apiGroups: [linkerd.io], apiVersions: [v1alpha2], resources: [serviceprofiles] }',
        'linkerd-sp-validator',
      ),
      { got: 'no rule for UPDATE serviceprofiles' },
    ],
  },
  notJudged: {
    'a release before 2.19': [
      webhookExample() + configExample('linkerdVersion: stable-2.14.10'),
      'the control plane is older than Linkerd 2.19',
    ],
  },
});
