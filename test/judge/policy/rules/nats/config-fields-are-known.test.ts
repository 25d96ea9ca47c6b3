import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/config-fields-are-known.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts names that the user chooses, other names of fields and capitals': serverExample(
      'Leaf { Net: a }\naccounts { anything { users: [ { user: a, Permission { pub: x } } ], mappings { a.b: c } } }',
    ),
    'accepts a variable that is used': serverExample('HASH: x\nauthorization { user: a, password: $HASH }'),
  },
  fails: {
    'for misspelt fields at the top and below': [
      serverExample('jetsream: enabled\naccounts { A { users: [ { usr: a } ] } }'),
      { got: 'accounts.A.users[0].usr (line 2): a field that no release up to 2.15 has', expected: 'user' },
      { got: 'jetsream (line 1): a field that no release up to 2.15 has', fix: 'Write jetstream.' },
    ],
    'for what is near no field': [
      serverExample('replication_factor_of_all: 3'),
      {
        expected: 'a field of the server',
        fix: 'Correct its name, or run a release that has it.',
      },
    ],
    'for a variable that nothing uses': [
      serverExample('HASH: x'),
      { got: 'HASH (line 1): a field that no release up to 2.15 has' },
    ],
    'for a misspelt field in a later release': [
      serverExample('leafnode { port: 7422 }', { image: 'nats:2.16.0' }),
      { fix: 'Write leafnodes.' },
    ],
    'in a ConfigMap that no server reads': [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { nats.conf: "port: 1\\nprt: 2" }',
      { object: 'ConfigMap a', got: 'prt (line 2): a field that no release up to 2.15 has' },
    ],
  },
  notJudged: {
    'a block in a variable': [
      serverExample('leafnodes: $LEAFNODES'),
      'leafnodes is $LEAFNODES, whose value is not known',
    ],
    'fields of later releases to these': [
      serverExample('shiny: true', { image: 'nats:2.16.0' }),
      'shiny may be a field of 2.16.0, whose fields are not known',
    ],
  },
});
