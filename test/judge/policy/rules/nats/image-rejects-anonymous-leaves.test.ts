import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/image-rejects-anonymous-leaves.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'an early release without a listener': serverExample('leafnodes { remotes: [] }', { image: 'nats:2.9.10' }),
  },
  fails: {
    'for the last release before': [
      serverExample('leafnodes { port: 7422 }', { image: 'nats:2.11.17' }),
      { object: 'StatefulSet nats-system/nats', path: 'spec.template.spec.containers[0].image', got: 'nats:2.11.17' },
    ],
  },
  notJudged: {
    'a port in a variable': [
      serverExample('leafnodes { port: $PORT }'),
      'leafnodes.port is $PORT, whose value is not known',
    ],
    'a tag that names no release': [
      serverExample('leafnodes { port: 7422 }', { image: 'nats:latest' }),
      'the image of container nats states no release',
    ],
  },
});
