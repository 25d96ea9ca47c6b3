import { serverExample } from '../../../../lib/policy/nats/example.js';
import rule from '../../../../lib/policy/rules/nats/server-limits-are-set.js';
import { ruleTester } from '../../../support/rule-tester.js';

ruleTester(rule, {
  passes: { 'accepts the other name and a variable': serverExample('max_conn: 1\nmax_payload: $PAYLOAD') },
  fails: {
    'for both': [serverExample('port: 4222'), { got: 'max_connections: nothing' }, { got: 'max_payload: nothing' }],
  },
});
