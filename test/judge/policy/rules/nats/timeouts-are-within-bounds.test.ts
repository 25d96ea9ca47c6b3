import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/timeouts-are-within-bounds.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts seconds as a number, and other timeouts': serverExample(
      'tls { timeout: 2 }\nleafnodes { authorization { timeout: "5s" } }\njetstream { limits { batch { timeout: "1h" } } }',
    ),
  },
  fails: {
    'for the shortest and the longest': [
      serverExample(
        'cluster { ping_max: 0, write_deadline: "2m" }\nleafnodes { remotes: [ { tls { timeout: 0.1 } } ] }\nping_interval: "10ms"',
      ),
      { got: 'cluster.ping_max (line 1): 0', expected: '1 to 10' },
      { got: 'cluster.write_deadline (line 1): 2m', expected: '1s to 60s' },
      { got: 'leafnodes.remotes[0].tls.timeout (line 2): 0.1', expected: '0.5s to 60s' },
      { got: 'ping_interval (line 3): 10ms', expected: '1s to 600s' },
    ],
  },
  notJudged: {
    variables: [
      serverExample('ping_interval: $A\nping_max: $B'),
      'ping_interval is $A, whose value is not known',
      'ping_max is $B, whose value is not known',
    ],
  },
});
