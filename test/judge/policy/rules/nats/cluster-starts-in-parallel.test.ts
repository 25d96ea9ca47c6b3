import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/cluster-starts-in-parallel.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a Deployment': serverExample('cluster { name: a }', { kind: 'Deployment', replicas: 3 }),
    'servers without a cluster': serverExample('port: 4222', { replicas: 3 }),
  },
  passes: {
    'accepts one replica': serverExample('cluster { name: a }'),
  },
  fails: {
    'for the other policy': [
      serverExample('cluster { name: a }', { replicas: 2, spec: ['podManagementPolicy: OrderedReady'] }),
      { path: 'spec.podManagementPolicy', got: 'OrderedReady' },
    ],
  },
});
