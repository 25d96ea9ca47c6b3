import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/config-holds-no-password.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a bcrypt hash': serverExample(
      'authorization { user: app, password: "$2a$11$3kIDaCxw.Glsl1.u5nKa6eUnNDLV5HV9tIuUp7EHhMt6Nm9myW1aS" }',
    ),
    'accepts a subject with an at sign': serverExample(
      'accounts { APP { users: [ { user: a, permissions { publish: "a@b" } } ] } }',
    ),
    'leaves a Secret alone': serverExample('include ../auth/auth.conf'),
  },
  fails: {
    'for the key of JetStream, and in what no server reads': [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { hub.conf: "jetstream { key: swordfish }\\nauthorization { token: b }" }',
      { object: 'ConfigMap a', got: 'authorization.token (line 2): a token in plain text' },
      { got: 'jetstream.key (line 1): a key in plain text' },
    ],
    'for every place of a password or token': [
      serverExample(`
authorization { token: swordfish }
accounts { APP { users: [ { user: a, pass: swordfish } ] } }
leafnodes { authorization { users: [ { user: a, password: swordfish } ] } }
cluster { routes: [ "nats://route:swordfish@nats-0:6222" ] }`),
      { got: 'accounts.APP.users[0].pass (line 2): a password in plain text' },
      { got: 'authorization.token (line 1): a token in plain text' },
      { got: 'cluster.routes[0] (line 4): a URL with a user or password' },
      { got: 'leafnodes.authorization.users[0].password (line 3): a password in plain text' },
    ],
  },
});
