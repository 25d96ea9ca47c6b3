import { webhookExample } from '../../../../../lib/judge/policy/examples/linkerd-webhook.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/webhooks-fail-safely.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const validating = (failurePolicy: string, replicas: number) =>
  webhookExample({ failurePolicy, replicas })
    .replace('kind: Mutating', 'kind: Validating')
    .replace('linkerd-proxy-injector-webhook-config', 'linkerd-policy-validator-webhook-config');

ruleTester(rule, {
  passes: {
    'accepts a validator that may be passed over': validating('Ignore', 1),
    'accepts two replicas': validating('Fail', 2),
  },
  fails: {
    'with an injector that may be passed over': [
      webhookExample({ failurePolicy: 'Ignore', replicas: 3 }),
      { path: 'webhooks[0].failurePolicy', got: 'Ignore' },
    ],
    'with one replica of the injector': [
      webhookExample({ failurePolicy: 'Fail' }),
      { got: 'Fail, with 1 replica of linkerd-proxy-injector' },
    ],
    'with one replica of a validator, where nothing is said': [
      validating('null', 1),
      { got: 'Fail, with 1 replica of linkerd-proxy-injector' },
    ],
  },
  notJudged: {
    'a webhook whose pods are not among the files': [
      webhookExample({ failurePolicy: 'Fail' })
        .replace('name: linkerd-proxy-injector.linkerd.io', 'name: a')
        .replace('name: linkerd-proxy-injector }', 'name: other }'),
      'the pods behind the webhook are not among the files',
    ],
  },
});
