import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-limits-are-set.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a server without JetStream': serverExample('accounts { A { jetstream: enabled } }'),
  },
  passes: {
    'accepts other names': serverExample(
      'jetstream { max_mem: 1, max_file: 1 }\naccounts { A { jetstream { max_file: 1, mem: 1 } }, B { jetstream: disabled } }',
    ),
  },
  fails: {
    'for one kind of an account': [
      serverExample('jetstream { max_mem: 1, max_file: 1 }\naccounts { A { jetstream { max_memory: 1 } } }'),
      { got: 'accounts.A.jetstream (line 2): no max_store' },
    ],
    'for limits below 0': [
      serverExample(
        'jetstream { max_memory_store: -1, max_file_store: 1 }\naccounts { A { jetstream { max_store: -1, max_memory: 1 } } }',
      ),
      { got: 'accounts.A.jetstream.max_store (line 2): -1' },
      { got: 'jetstream.max_memory_store (line 1): -1' },
    ],
    'for the server alone': [
      serverExample('jetstream: enabled'),
      { got: 'jetstream.max_file_store (line 1): nothing' },
      { got: 'jetstream.max_memory_store (line 1): nothing' },
    ],
    'for an account alone': [
      serverExample(
        'jetstream { max_memory_store: 1, max_file_store: 1 }\naccounts { A { jetstream { max_streams: 1 } } }',
      ),
      { got: 'accounts.A.jetstream (line 2): no max_memory and no max_store' },
    ],
  },
  notJudged: {
    'limits of an account in variables': [
      serverExample(
        'jetstream { max_memory_store: 1MB, max_file_store: 1MB }\naccounts { A { jetstream { max_memory: $A, max_store: 1 } } }',
      ),
      'accounts.A.jetstream.max_memory is $A, whose value is not known',
    ],
    'accounts in a variable': [
      serverExample('jetstream { max_memory_store: 1MB, max_file_store: 1MB }\naccounts: $ACCOUNTS'),
      'accounts is $ACCOUNTS, whose value is not known',
    ],
  },
});
