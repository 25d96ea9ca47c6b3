import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-links-ping-often.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a server without links': serverExample('ping_interval: "2m"'),
  },
  passes: {
    'accepts seconds as a number': serverExample('ping_interval: 20\nleafnodes { port: 7422 }'),
  },
  fails: {
    'for just above': [
      serverExample('ping_interval: "20001ms"\nleafnodes { port: 7422 }'),
      { got: 'ping_interval (line 1): 20001ms' },
    ],
    'for a number just above': [
      serverExample('ping_interval: 21\nleafnodes { port: 7422 }'),
      { got: 'ping_interval (line 1): 21' },
    ],
    'for the default': [serverExample('leafnodes { remotes: [] }'), { got: 'ping_interval: 2m by default' }],
  },
  notJudged: {
    'an interval that is a variable': [
      serverExample('ping_interval: $PING\nleafnodes { port: 7422 }'),
      'ping_interval is $PING, whose value is not known',
    ],
  },
});
