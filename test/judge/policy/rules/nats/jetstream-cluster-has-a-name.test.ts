import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-cluster-has-a-name.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a cluster without JetStream': serverExample('cluster { port: 6222 }'),
  },
  fails: {
    'for an empty name': [
      serverExample('jetstream: true\ncluster { name: "" }'),
      { got: 'cluster.name (line 2): nothing' },
    ],
    'for a name with a space': [
      serverExample('jetstream: true\ncluster { name: "a b" }'),
      { got: "cluster.name (line 2): 'a b'" },
    ],
  },
  notJudged: {
    'a variable': [
      serverExample('jetstream: true\ncluster { name: $NAME }'),
      'cluster.name is $NAME, whose value is not known',
    ],
  },
});
