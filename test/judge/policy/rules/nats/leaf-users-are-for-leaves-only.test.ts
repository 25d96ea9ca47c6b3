import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leaf-users-are-for-leaves-only.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const user = (types: string, leafnodes = 'port: 7422, authorization { timeout: 5 }') =>
  serverExample(`accounts { A { users: [ { user: a, ${types} } ] } }\nleafnodes { ${leafnodes} }`);

ruleTester(rule, {
  ignores: {
    'any type where no leaf may dial': user('allowed_connection_types: [ STANDARD, LEAFNODE ]', 'reconnect: "2s"'),
    'any type where the listener has users of its own': user('password: a', 'port: 7422, authorization { user: b }'),
  },
  passes: {
    'accepts two types of leaves': user('allowed_connection_types: [ LEAFNODE, LEAFNODE_WS ]'),
  },
  fails: {
    'for both types': [
      user('allowed_connection_types: [ STANDARD, LEAFNODE ]'),
      { got: 'accounts.A.users[0].allowed_connection_types (line 1): STANDARD, LEAFNODE' },
    ],
    'for no types': [
      user('allowed_connection_types: [ ]', 'port: 7422, authorization { timeout: "5s" }'),
      { got: 'accounts.A.users[0].allowed_connection_types (line 1): nothing, which allows every type' },
    ],
  },
  notJudged: {
    'users in a variable': [
      serverExample('accounts: $ACCOUNTS\nleafnodes { port: 1, authorization { timeout: 1 } }'),
      'accounts is $ACCOUNTS, whose value is not known',
    ],
    'types that are not known': [
      user('allowed_connection_types: $TYPES'),
      'accounts.A.users[0].allowed_connection_types is $TYPES, whose value is not known',
    ],
    'leaves that are not known': [
      serverExample('accounts { A { users: [ { user: a, password: $A } ] } }\nleafnodes: $LEAVES'),
      'leafnodes is $LEAVES, whose value is not known',
    ],
  },
});
