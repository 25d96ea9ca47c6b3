import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-servers-are-odd.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const conf = 'jetstream: enabled\ncluster { name: a }';
ruleTester(rule, {
  ignores: {
    'two without JetStream': serverExample('cluster { name: a }', { replicas: 2 }),
  },
  passes: {
    'accepts five': serverExample(conf, { replicas: 5 }),
    'accepts none': serverExample(conf, { replicas: 0 }),
    'accepts one alone': serverExample('jetstream: enabled'),
  },
  fails: {
    'for several without a cluster': [
      serverExample('jetstream: enabled', { replicas: 2 }),
      { path: 'spec.replicas', got: '2 servers without a cluster block' },
    ],
    'for one': [serverExample(conf), { path: 'spec.replicas', got: '1', fix: 'Use 3, or remove the cluster block.' }],
    'for four': [serverExample(conf, { replicas: 4 }), { got: '4', fix: 'Use 3.' }],
  },
  notJudged: {
    'a cluster that an include may define': [
      serverExample('include ../a/a.conf\njetstream: enabled', {
        replicas: 3,
      }),
      'cluster may be set in ../a/a.conf, which is not among the files',
    ],
  },
});
