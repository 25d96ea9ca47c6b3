import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/heartbeat-is-off.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  fails: {
    'at the CronJob': [
      String(rule.fails),
      { object: 'CronJob linkerd/linkerd-heartbeat', path: 'metadata.name', expected: 'no heartbeat' },
    ],
  },
});
