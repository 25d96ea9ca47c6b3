import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/variables-are-defined.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'what stands before it': serverExample('A: x\nauthorization { user: a, password: $A }'),
    'a configuration without variables beside envFrom': serverExample('port: 4222', {
      container: ['envFrom: [{ secretRef: { name: a } }]'],
    }),
  },
  passes: {
    'accepts the environment': serverExample('server_name: $A', { container: ['env: [{ name: A, value: b }]'] }),
  },
  fails: {
    'for a variable that nothing defines': [
      serverExample('server_name: $A', { container: ['env: [{ name: B, value: b }]'] }),
      { got: 'server_name (line 1): $A, which nothing defines' },
    ],
    'for a variable that is defined behind it': [
      serverExample('server_name: $A\nA: x'),
      { got: 'server_name (line 1): $A, which nothing defines' },
    ],
  },
  notJudged: {
    'any name where envFrom brings more': [
      serverExample('server_name: $A', {
        container: ['envFrom: [{ configMapRef: { name: a } }]'],
      }),
      'envFrom may define variables',
    ],
  },
});
