import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/users-have-credentials.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const conf = (user: string, rest = '') => serverExample(`accounts { A { users: [ { ${user} } ] } }\n${rest}`);

ruleTester(rule, {
  passes: {
    'accepts a password and a key': serverExample(
      'authorization { users: [ { user: a, password: $A }, { nkey: UA } ] }',
    ),
    'accepts a mapped client port': conf('user: a', 'tls { verify_and_map: true }'),
    'accepts a type that has no listener': conf('user: a, allowed_connection_types: [ leafnode ]'),
  },
  fails: {
    'for a user without a name': [conf('password: $A'), { got: 'accounts.A.users[0].user (line 1): nothing' }],
    'for the user of a file whose Secret holds the variables': [
      serverExample(
        'include ../nats-auth/auth.conf\nauthorization { users: [ { user: a }, { user: b, password: $B } ] }',
        {
          volumes: ['{ name: auth, secret: { secretName: nats-auth } }'],
          mounts: ['{ name: auth, mountPath: /etc/nats-auth }'],
        },
      ),
      {
        got: 'authorization.users[0].user (line 2): a user without a password or key, on connections of type STANDARD',
      },
    ],
    'for the only user of a server': [
      serverExample('authorization { user: a }'),
      { got: 'authorization.user (line 1): a user without a password or key, on connections of type STANDARD' },
    ],
    'for both listeners': [
      conf('user: a', 'leafnodes { port: 7422, tls { verify: true } }'),
      { got: 'accounts.A.users[0].user (line 1): a user without a password or key, on connections of type LEAFNODE' },
      { got: 'accounts.A.users[0].user (line 1): a user without a password or key, on connections of type STANDARD' },
    ],
    'where mapping is switched off': [
      conf(
        'user: a, allowed_connection_types: [ LEAFNODE ]',
        'leafnodes { port: 7422, tls { verify_and_map: false } }',
      ),
      {},
    ],
  },
  notJudged: {
    'TLS of an unknown include': [
      conf('user: a', 'include ../tls.conf'),
      'authorization may be set in ../tls.conf, which is not among the files',
      'tls.verify_and_map may be set in ../tls.conf, which is not among the files',
    ],
    'types behind a variable': [
      conf('user: a, allowed_connection_types: $TYPES'),
      'accounts.A.users[0].allowed_connection_types is $TYPES, whose value is not known',
    ],
  },
});
