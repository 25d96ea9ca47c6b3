import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-servers-are-spread.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const conf = 'jetstream: enabled\ncluster { name: a }';
const affinity = (term: string) => [
  `affinity: { podAntiAffinity: { ${term}: [{ topologyKey: kubernetes.io/hostname }] } }`,
];
ruleTester(rule, {
  ignores: {
    'one server': serverExample(conf),
    'servers without JetStream': serverExample('cluster { name: a }', { replicas: 3 }),
  },
  passes: {
    'accepts a required affinity': serverExample(conf, {
      replicas: 3,
      pod: affinity('requiredDuringSchedulingIgnoredDuringExecution'),
    }),
  },
  fails: {
    'for a preferred affinity': [
      serverExample(conf, { replicas: 3, pod: affinity('preferredDuringSchedulingIgnoredDuringExecution') }),
      { path: 'spec.template.spec.topologySpreadConstraints' },
    ],
    'for two servers': [serverExample(conf, { replicas: 2 }), {}],
  },
  notJudged: {
    'servers whose cluster is a variable': [
      serverExample('jetstream: enabled\ninclude a.conf', { replicas: 3 }),
      'cluster may be set in a.conf, which is not among the files',
    ],
  },
});
