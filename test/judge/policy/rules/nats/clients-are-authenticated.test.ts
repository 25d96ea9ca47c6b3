import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/clients-are-authenticated.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts an authorization block': serverExample('authorization { user: a, password: $A }'),
    'accepts a token': serverExample('authorization { token: $TOKEN }'),
    'accepts an operator': serverExample('operator: /jwt/operator.jwt'),
    'accepts users behind a variable': serverExample('accounts { APP { users: $USERS } }'),
  },
  fails: {
    'for accounts without users': [serverExample('accounts { APP {}, SYS {} }'), { got: 'no users' }],
    'for an authorization block without users': [serverExample('authorization { timeout: 2 }'), { got: 'no users' }],
    'for a user of everybody': [
      serverExample('authorization { users: [ { user: a, password: $A } ] }\nno_auth_user: a'),
      { got: 'no_auth_user (line 2): a user for clients without credentials' },
    ],
  },
  notJudged: {
    'what an unknown include may hold': [
      serverExample('include ../auth/auth.conf'),
      'authorization may be set in ../auth/auth.conf, which is not among the files',
      'accounts may be set in ../auth/auth.conf, which is not among the files',
      'no_auth_user may be set in ../auth/auth.conf, which is not among the files',
    ],
  },
});
