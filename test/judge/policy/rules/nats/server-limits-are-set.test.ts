import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/server-limits-are-set.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  fails: {
    'for both': [serverExample('port: 4222'), { got: 'max_connections: nothing' }, { got: 'max_payload: nothing' }],
    'for limits that limit nothing': [
      serverExample('max_connections: -1\nmax_payload: 0\nmax_subscriptions: 0'),
      { got: 'max_connections (line 1): -1', expected: 'more than 0' },
      { got: 'max_payload (line 2): 0' },
      { got: 'max_subscriptions (line 3): 0' },
    ],
    'for messages that are too large': [
      serverExample('max_connections: 1\nmax_payload: 9Mi'),
      { got: 'max_payload (line 2): 9Mi', expected: 'at most 8Mi' },
    ],
    'where the file of secrets defines only these': [
      serverExample('include ../nats-auth/auth.conf\nserver_name: $A\nmax_payload: 1', {
        volumes: ['{ name: auth, secret: { secretName: nats-auth } }'],
        mounts: ['{ name: auth, mountPath: /etc/nats-auth }'],
      }),
      { got: 'max_connections: nothing, assuming that ../nats-auth/auth.conf defines only variables' },
    ],
  },
  notJudged: {
    'a limit in a variable': [
      serverExample('max_connections: 1\nmax_payload: 1MB\nmax_pending: $MOST'),
      'max_pending is $MOST, whose value is not known',
    ],
    'the other name and a variable': [
      serverExample('max_conn: 1\nmax_payload: $PAYLOAD'),
      'max_payload is $PAYLOAD, whose value is not known',
    ],
  },
});
