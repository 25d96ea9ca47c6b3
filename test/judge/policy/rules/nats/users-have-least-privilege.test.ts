import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/users-have-least-privilege.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const user = (permissions: string) =>
  serverExample(`accounts { A { users: [ { user: a, permissions { ${permissions} } } ] } }`);

ruleTester(rule, {
  ignores: {
    'all in the system account': serverExample(
      'accounts { S { users: [ { user: a, permissions { publish: "$SYS.>", subscribe: ">" } } ] } }\nsystem_account: S',
    ),
    'a user without permissions, which another rule judges': serverExample('accounts { A { users: [ { user: a } ] } }'),
  },
  passes: {
    'accepts all but what is denied': user('publish: a, subscribe { allow: ">", deny: "b.>" }'),
  },
  fails: {
    'for all of the servers and of JetStream': [
      user('publish { allow: [ "$JS.>", "$SYS.>" ] }, subscribe: "_INBOX.>"'),
      {
        got: 'accounts.A.users[0].permissions.publish.allow[0] (line 1): $JS.>: all of the JetStream API, including deleting any stream',
      },
      { got: 'accounts.A.users[0].permissions.publish.allow[1] (line 1): $SYS.>: all requests to the servers' },
    ],
    'for nothing said of reading': [
      user('publish: a'),
      { got: 'accounts.A.users[0].permissions.subscribe (line 1): nothing, which allows all subjects' },
    ],
    'for all subjects, in a queue too': [
      user('publish: a, subscribe { allow: [ "> workers", "*.>" ] }'),
      { got: "accounts.A.users[0].permissions.subscribe.allow[0] (line 1): '> workers'" },
      { got: "accounts.A.users[0].permissions.subscribe.allow[1] (line 1): '*.>'" },
    ],
  },
  notJudged: {
    'subjects in variables': [
      serverExample(
        'accounts { A { users: [ { user: a, permissions { publish { allow: [ $P ] }, subscribe { allow: [ $S ] } } } ] } }',
      ),
      'accounts.A.users[0].permissions.publish.allow[0] is $P, whose value is not known',
      'accounts.A.users[0].permissions.subscribe.allow[0] is $S, whose value is not known',
    ],
    'users in a variable': [serverExample('accounts: $ACCOUNTS'), 'accounts is $ACCOUNTS, whose value is not known'],
  },
});
