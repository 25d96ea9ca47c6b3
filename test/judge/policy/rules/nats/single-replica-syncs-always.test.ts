import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/single-replica-syncs-always.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a cluster': serverExample('jetstream: enabled\ncluster { name: a }'),
    'a server without JetStream': serverExample('port: 4222'),
  },
  passes: {
    'accepts capitals': serverExample('jetstream { sync_interval: ALWAYS }'),
  },
  fails: {
    'for an interval': [
      serverExample('jetstream { sync_interval: "10s" }'),
      { got: 'jetstream.sync_interval (line 1): 10s' },
    ],
  },
  notJudged: {
    'servers whose cluster is a variable': [
      serverExample('jetstream { store_dir: /data }\ninclude a.conf'),
      'cluster may be set in a.conf, which is not among the files',
    ],
  },
});
