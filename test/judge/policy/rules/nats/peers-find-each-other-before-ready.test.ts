import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/peers-find-each-other-before-ready.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const headless = (name: string) => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: nats-system }
spec: { clusterIP: None }
`;
ruleTester(rule, {
  ignores: {
    'a server without a cluster': serverExample('port: 4222', { spec: ['serviceName: a'] }) + headless('a'),
  },
  fails: {
    'where the Service does not say': [
      serverExample('cluster { name: a }', { spec: ['serviceName: a'] }) + headless('a'),
      { path: 'spec.serviceName', got: 'Service a with publishNotReadyAddresses: nothing' },
    ],
  },
  notJudged: {
    'a Service that is not known': [
      serverExample('cluster { name: a }', { spec: ['serviceName: a'] }) + headless('b'),
      'Service nats-system/a is not among the files',
    ],
  },
});
