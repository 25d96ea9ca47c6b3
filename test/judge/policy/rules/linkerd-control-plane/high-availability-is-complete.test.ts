import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/high-availability-is-complete.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const second = controllerExample({ component: 'destination', spec: 'replicas: 3' });
const webhook = (policy: string) => `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: linkerd-policy-validator-webhook-config }
webhooks: [{ name: linkerd-policy-validator.linkerd.io, failurePolicy: ${policy} }]
`;

ruleTester(rule, {
  ignores: {
    'one replica of a control plane that makes no claim':
      controllerExample() + configExample('highAvailability: false'),
  },
  passes: {
    'accepts a validator that fails closed': good + webhook('Fail'),
  },
  fails: {
    'with too few replicas': [
      good.replace('replicas: 3', 'replicas: 2'),
      { object: 'Deployment linkerd/linkerd-identity', path: 'spec.replicas', got: '2' },
    ],
    'without a budget': [
      good + second,
      { object: 'ConfigMap linkerd/linkerd-config', got: 'no PodDisruptionBudget for linkerd-destination' },
    ],
    'with a validator that may be passed over': [
      good + webhook('Ignore'),
      {
        object: 'ValidatingWebhookConfiguration linkerd-policy-validator-webhook-config',
        path: 'webhooks[0].failurePolicy',
      },
    ],
  },
  notJudged: {
    'a configuration that cannot be read': [
      controllerExample() + configExample('- none'),
      'the values of linkerd-config cannot be read',
    ],
    'a control plane without its configuration': [controllerExample(), 'linkerd-config is not among the files'],
  },
});
