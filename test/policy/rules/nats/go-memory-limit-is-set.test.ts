import { serverExample } from '../../../../lib/policy/nats/example.js';
import rule from '../../../../lib/policy/rules/nats/go-memory-limit-is-set.js';
import { ruleTester } from '../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a container without a limit': serverExample('port: 4222'),
    'accepts variables from elsewhere': serverExample('port: 4222', {
      container: ['resources: { limits: { memory: 1Gi } }', 'envFrom: [{ configMapRef: { name: a } }]'],
    }),
  },
  fails: {
    'among other variables': [
      serverExample('port: 4222', {
        container: ['resources: { limits: { memory: 1Gi } }', 'env: [{ name: A, value: b }]'],
      }),
      { path: 'spec.template.spec.containers[0].env' },
    ],
  },
});
