import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/accounts-fit-jetstream.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'leaves what has no limit alone': serverExample(
      'jetstream { max_file_store: 1Gi }\naccounts { A { jetstream { max_store: -1 } }, B { jetstream: enabled } }',
    ),
    'leaves servers of a cluster alone, whose accounts may fill all of them': serverExample(
      'cluster { port: 6222 }\njetstream { max_file_store: 1Gi }\naccounts { A { jetstream { max_store: 3Gi } } }',
    ),
    'accepts JetStream by a flag': serverExample('accounts { A { jetstream: enabled } }').replace(
      '[--config',
      '[-js, --config',
    ),
    'accepts accounts without limits, whatever the server has': serverExample(
      'jetstream { max_file_store: $MOST }\naccounts { A { jetstream: enabled } }',
    ),
  },
  fails: {
    'for a single account that may take more': [
      serverExample('jetstream { max_memory_store: 1Mi }\naccounts { A { jetstream { max_mem: 2Mi } } }'),
      {
        got: 'accounts.A.jetstream.max_mem (line 2): 2Mi',
        expected: 'at most max_memory_store, which is 1Mi',
      },
    ],
    'for a server without JetStream': [
      serverExample('jetstream: disabled\naccounts { A { jetstream: enabled } }'),
      { got: 'accounts.A.jetstream (line 2): JetStream in an account, but not in the server' },
    ],
  },
  notJudged: {
    'limits where the cluster is a variable': [
      serverExample(
        'jetstream { max_file_store: 1Gi }\naccounts { A { jetstream { max_store: 3Gi } } }\ninclude a.conf',
      ),
      'cluster may be set in a.conf, which is not among the files',
    ],
    'JetStream of an account in a variable': [
      serverExample('jetstream { max_file_store: 1Gi }\naccounts { A { jetstream: $JS } }'),
      'accounts.A.jetstream is $JS, whose value is not known',
    ],
    'accounts in a variable': [
      serverExample('jetstream { max_file_store: 1Gi }\naccounts: $ACCOUNTS'),
      'accounts is $ACCOUNTS, whose value is not known',
    ],
    'a block that is a variable': [
      serverExample('jetstream: $JS\naccounts { A { jetstream: enabled } }'),
      'jetstream is $JS, whose value is not known',
    ],
  },
});
