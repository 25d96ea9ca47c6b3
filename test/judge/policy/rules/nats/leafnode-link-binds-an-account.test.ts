import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-link-binds-an-account.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts the global account by its name': serverExample(
      'leafnodes { remotes: [ { url: "tls://a:7422", account: "$G" } ] }',
    ),
    'accepts declared accounts': serverExample(
      'accounts { APP {} }\nleafnodes { authorization { account: APP, users: [ { account: APP } ] } }',
    ),
  },
  fails: {
    'for accounts that are not declared': [
      serverExample(
        'accounts { B {}, A {} }\nleafnodes { authorization { account: C }\n remotes: [ { account: D } ] }',
      ),
      { got: 'leafnodes.authorization.account (line 2): C', expected: 'A, B' },
      { got: 'leafnodes.remotes[0].account (line 3): D' },
    ],
    'for a leaf of a listener without an account': [
      serverExample('leafnodes { authorization { users: [ { user: a } ] } }'),
      { got: 'leafnodes.authorization.users[0].account (line 1): nothing' },
    ],
    'where there are no accounts': [
      serverExample('leafnodes { remotes: [ { account: APP } ] }'),
      { expected: 'a declared account' },
    ],
  },
  notJudged: {
    'remotes that an include may list': [
      serverExample('leafnodes { include a.conf }'),
      'leafnodes.authorization may be set in a.conf, which is not among the files',
      'leafnodes.remotes may be set in a.conf, which is not among the files',
    ],
    'accounts of an unknown include': [
      serverExample('include ../a.conf\nleafnodes { remotes: [ { account: APP } ] }'),
      'accounts may be set in ../a.conf, which is not among the files',
    ],
  },
});
