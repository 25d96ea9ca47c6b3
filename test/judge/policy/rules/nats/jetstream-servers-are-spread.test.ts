import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-servers-are-spread.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const conf = 'jetstream: enabled\ncluster { name: a }';
const affinity = (term: string) => [
  `affinity: { podAntiAffinity: { ${term}: [{ topologyKey: kubernetes.io/hostname }] } }`,
];
ruleTester(rule, {
  passes: {
    'accepts a required affinity': serverExample(conf, {
      replicas: 3,
      pod: affinity('requiredDuringSchedulingIgnoredDuringExecution'),
    }),
    'accepts one server': serverExample(conf),
    'accepts servers without JetStream': serverExample('cluster { name: a }', { replicas: 3 }),
  },
  fails: {
    'for a preferred affinity': [
      serverExample(conf, { replicas: 3, pod: affinity('preferredDuringSchedulingIgnoredDuringExecution') }),
      { path: 'spec.template.spec.topologySpreadConstraints' },
    ],
    'for two servers': [serverExample(conf, { replicas: 2 }), {}],
  },
});
