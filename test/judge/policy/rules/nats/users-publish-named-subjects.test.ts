import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/users-publish-named-subjects.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const user = (permissions: string) => serverExample(`accounts { APP { users: [ { user: a, ${permissions} } ] } }`);
ruleTester(rule, {
  ignores: {
    'an administrator of the system account': serverExample(
      'accounts { SYS { users: [ { user: s } ] } }\nsystem_account: SYS',
    ),
  },
  passes: {
    'accepts a list': user('permissions { publish: [ "a", "b.>" ] }'),
    'accepts a user who only answers': user('permissions { allow_responses: true }'),
    'accepts a user who may publish nothing': user('permissions { publish { deny: ">" } }'),
    'accepts defaults of the account': serverExample(
      'accounts { A { default_permissions { publish: a }, users: [ { user: a } ] } }',
    ),
    'accepts defaults of the server': serverExample(
      'authorization { permissions { publish: a }, users: [ { user: a } ] }',
    ),
  },
  fails: {
    'for all subjects of two tokens or more': [
      user('permissions { publish: "*.>" }'),
      { got: "accounts.APP.users[0].permissions.publish (line 1): '*.>'" },
    ],
    'without permissions': [user('password: $A'), { got: 'accounts.APP.users[0].permissions (line 1): nothing' }],
    'for a user of the server': [
      serverExample('authorization { user: a, password: $A }'),
      { got: 'authorization (line 1): a single user, who may publish to all subjects' },
    ],
    'for the second subject': [
      user('permissions { publish { allow: [ a, ">" ] } }'),
      { got: "accounts.APP.users[0].permissions.publish.allow[1] (line 1): '>'" },
    ],
    'for a queue group of all': [
      user('permissions { pub: "> q" }'),
      { got: "accounts.APP.users[0].permissions.pub (line 1): '>'" },
    ],
    'for a list that only denies': [
      user('permissions { publish { deny: [ a ] } }'),
      { got: 'accounts.APP.users[0].permissions.publish.allow (line 1): nothing' },
    ],
    'for an empty list, which allows all': [user('permissions { publish { allow: [] } }'), {}],
    'for permissions of subscriptions alone': [
      user('permissions { subscribe: a }'),
      { got: 'accounts.APP.users[0].permissions.publish (line 1): nothing' },
    ],
  },
  notJudged: {
    'subjects that an include may list': [
      serverExample('accounts { A { users: [ { user: a, permissions { publish { include a.conf } } } ] } }'),
      'accounts.A.users[0].permissions.publish.allow may be set in a.conf, which is not among the files',
    ],
    'subjects in variables': [
      serverExample('accounts { A { users: [ { user: a, permissions { publish { allow: [ $P ] } } } ] } }'),
      'accounts.A.users[0].permissions.publish.allow[0] is $P, whose value is not known',
    ],
    'a variable': [
      user('permissions: $PERMISSIONS'),
      'accounts.APP.users[0].permissions is $PERMISSIONS, whose value is not known',
    ],
    'subjects that are a variable': [
      user('permissions { publish { allow: $SUBJECTS } }'),
      'accounts.APP.users[0].permissions.publish.allow is $SUBJECTS, whose value is not known',
    ],
  },
});
