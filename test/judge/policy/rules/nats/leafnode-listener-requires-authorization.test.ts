import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-listener-requires-authorization.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const user = 'accounts { APP { users: [ { user: a, password: $A } ] } }';
ruleTester(rule, {
  ignores: {
    'a server without a listener': serverExample('leafnodes { remotes: [ { url: "tls://hub:7422" } ] }'),
  },
  passes: {
    'accepts a key beside what an include may list': serverExample(
      'leafnodes { port: 1, authorization { nkey: $KEY, include a.conf } }',
    ),
    'accepts a block that leaves the users to the accounts': serverExample(
      `${user}\nleafnodes { port: 7422, authorization { timeout: 5 } }`,
    ),
    'accepts users': serverExample('leafnodes { port: 7422, authorization { users: [ { user: a } ] } }'),
  },
  fails: {
    'for users of accounts without a block': [
      serverExample(`${user}\nleaf { listen: "0.0.0.0:7422" }`),
      {
        object: 'ConfigMap nats-system/nats-config',
        path: 'data["nats.conf"]',
        got: 'leaf.authorization (line 2): nothing',
        expected: 'an authorization block',
      },
    ],
    'for a block that names nobody where the server asks nobody': [
      serverExample('accounts { APP {} }\nleafnodes { port: 7422, authorization { account: APP } }'),
      { got: 'leafnodes.authorization (line 2): a block without a leaf' },
    ],
  },
  notJudged: {
    'accounts in a variable': [
      serverExample('accounts: $ACCOUNTS\nleafnodes { port: 1, authorization { timeout: 1 } }'),
      'accounts is $ACCOUNTS, whose value is not known',
    ],
    'leaves that an include may list': [
      serverExample('leafnodes { port: 1, authorization { include a.conf } }'),
      'leafnodes.authorization.user may be set in a.conf, which is not among the files',
      'leafnodes.authorization.users may be set in a.conf, which is not among the files',
      'leafnodes.authorization.nkey may be set in a.conf, which is not among the files',
    ],
    'what an unknown include may hold': [
      serverExample('leafnodes { port: 7422\n include ../auth/leaf.conf\n }'),
      'leafnodes.authorization may be set in ../auth/leaf.conf, which is not among the files',
    ],
    'a variable': [
      serverExample('leafnodes { port: 7422, authorization: $LEAF_AUTHORIZATION }'),
      'leafnodes.authorization is $LEAF_AUTHORIZATION, whose value is not known',
    ],
  },
});
