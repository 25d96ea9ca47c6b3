import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/config-changes-reach-the-server.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a reloader': serverExample('port: 4222', {
      containers: ['{ name: r, image: natsio/nats-server-config-reloader:0.23.0 }'],
    }),
    'accepts an immutable ConfigMap whose name follows its content': serverExample('port: 4222')
      .replaceAll('name: nats-config', 'name: nats-7b6f4d9c')
      .replace('\ndata:', '\nimmutable: true\ndata:'),
    'accepts a controller that restarts': serverExample('port: 4222').replace(
      'kind: StatefulSet\nmetadata: { name: nats,',
      'kind: StatefulSet\nmetadata: { annotations: { reloader.stakater.com/auto: "true" }, name: nats,',
    ),
  },
  fails: {
    'for other annotations': [
      serverExample('port: 4222', { annotations: '{ a: b }' }),
      { path: 'spec.template.spec.containers' },
    ],
  },
});
