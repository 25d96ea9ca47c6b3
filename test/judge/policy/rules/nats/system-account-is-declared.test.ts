import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/system-account-is-declared.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a server without accounts': serverExample('authorization { user: a }'),
  },
  passes: {
    'accepts the account that the server makes itself': serverExample('accounts { A {} }\nsystem_account: "$SYS"'),
    'accepts JetStream in another account': serverExample(
      'accounts { A { jetstream: enabled }, SYS {} }\nsystem_account: SYS',
    ),
    'accepts JetStream that is off': serverExample('accounts { SYS { jetstream: disabled } }\nsystem: SYS'),
  },
  fails: {
    'without one': [serverExample('accounts { A {} }'), { got: 'system_account: nothing' }],
    'for one that is not declared': [
      serverExample('accounts { A {} }\nsystem_account: SYS'),
      { got: 'system_account (line 2): SYS' },
    ],
  },
});
