import { webhookExample } from '../../../../../lib/judge/policy/examples/linkerd-webhook.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/webhooks-reach-a-server.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = webhookExample();

ruleTester(rule, {
  ignores: {
    'webhooks without a control plane': good.slice(good.indexOf('---', 10)),
    'webhooks of others': good
      .replace('name: linkerd-proxy-injector-webhook-config', 'name: other')
      .replace('service: { namespace: linkerd', 'service: { namespace: other'),
    'a webhook by its address': good.replace(/clientConfig: .*/, 'clientConfig: { url: https://192.0.2.1 }'),
  },
  fails: {
    'in another namespace': [
      good.replace('service: { namespace: linkerd', 'service: { namespace: mesh'),
      {
        path: 'webhooks[0].clientConfig.service.name',
        got: 'linkerd-proxy-injector',
        expected: 'a Service of namespace mesh',
        fix: 'Correct the namespace (did you mean linkerd?), or add the Service to namespace mesh.',
      },
    ],
    'found by its label': [
      good
        .replace(
          'name: linkerd-proxy-injector-webhook-config',
          'name: other, labels: { linkerd.io/control-plane-ns: linkerd }',
        )
        .replace('service: { namespace: linkerd', 'service: { namespace: mesh'),
      { got: 'linkerd-proxy-injector' },
    ],
    'at a port that the Service does not have': [
      webhookExample({ servicePort: 8443 }),
      {
        path: 'webhooks[0].clientConfig.service.port',
        got: '443',
        expected: 'a port of Service linkerd/linkerd-proxy-injector: 8443',
      },
    ],
    'at a port that no container has': [
      good.replace('targetPort: proxy-injector', 'targetPort: injector'),
      { got: 'linkerd/linkerd-proxy-injector, whose port 443 leads to no container' },
    ],
  },
});
