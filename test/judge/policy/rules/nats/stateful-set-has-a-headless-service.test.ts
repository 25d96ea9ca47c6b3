import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/stateful-set-has-a-headless-service.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const sound = String(rule.passes);

ruleTester(rule, {
  ignores: {
    'a Deployment': serverExample('port: 4222', { kind: 'Deployment' }),
    'a StatefulSet without a serviceName': sound.replace(/ {2}serviceName: .*\n/, ''),
  },
  fails: {
    'for a Service with an address': [
      sound.replace('clusterIP: None, ', ''),
      { path: 'spec.serviceName', got: 'Service nats-headless with clusterIP nothing' },
    ],
    'for a Service of other pods': [
      sound.replace('selector: { app: nats }', 'selector: { app: web }'),
      { got: 'Service nats-headless with clusterIP None' },
    ],
    'for no Service of that name': [
      String(rule.fails),
      { got: 'nats-headless', expected: 'a Service of namespace nats-system' },
    ],
  },
  notJudged: {
    'a StatefulSet without Services': [
      serverExample('port: 4222', { spec: ['serviceName: nats'] }),
      'Service nats-system/nats is not among the files',
    ],
  },
});
