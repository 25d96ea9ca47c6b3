import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/variables-are-not-quoted.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts subjects of the server': serverExample(
      'accounts { A { users: [ { permissions { publish: [ "$JS.API.>", "$SYS.>", "a.$KV.b", "$JSC.>" ] } } ] } }',
    ),
    'accepts a bcrypt hash': serverExample(
      'authorization { password: "$2a$11$3kIDaCxw.Glsl1.u5nKa6eUnNDLV5HV9tIuUp7EHhMt6Nm9myW1aS" }',
    ),
    'accepts a price': serverExample('server_metadata { price: "5 $" }'),
    'accepts the global account': serverExample('leafnodes { remotes: [ { account: "$G" } ] }'),
  },
  fails: {
    'for a whole value in quotes': [
      serverExample('server_name: "$POD_NAME"'),
      { got: 'server_name (line 1): a text with a variable in it' },
    ],
    'for a part of a host name': [
      serverExample('leafnodes { remotes: [ { url: "tls://$HUB.example.org:7422" } ] }'),
      { expected: 'only the variable, without quotes' },
    ],
    'for a bare word that holds one': [
      serverExample('server_name: hub-$POD'),
      { expected: 'only the variable, without quotes' },
    ],
  },
});
