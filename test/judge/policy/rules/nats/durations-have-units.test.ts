import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/durations-have-units.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'timeouts, which are numbers of seconds': serverExample('tls { timeout: 3 }'),
  },
  fails: {
    'for minutes that are millions': [serverExample('ping_interval: 2m'), { got: 'ping_interval (line 1): 2000000' }],
    'for a write deadline': [serverExample('write_deadline: 5'), { expected: '"5s"' }],
  },
  notJudged: {
    'a duration in a variable': [
      serverExample('ping_interval: $PING'),
      'ping_interval is $PING, whose value is not known',
    ],
  },
});
