import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/payload-fits-pending.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts the default of pending': serverExample('max_payload: 64MB'),
    'accepts what is equal': serverExample('max_payload: 2MB\nmax_pending: 2MB'),
  },
  fails: {
    'for a default payload above a small pending': [
      serverExample('max_pending: 1000KB'),
      { got: 'max_payload: 1Mi', expected: 'at most max_pending, which is 1000Ki' },
    ],
    'for one byte': [serverExample('max_payload: 1025\nmax_pending: 1024'), { got: 'max_payload (line 1): 1025' }],
  },
  notJudged: {
    'a variable': [
      serverExample('max_payload: 65MB\nmax_pending: $PENDING'),
      'max_pending is $PENDING, whose value is not known',
    ],
  },
});
