import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-quorum-survives-drains.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const conf = 'jetstream: enabled\ncluster { name: a }';
const budget = (spec: string, namespace = 'nats-system') => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: a, namespace: ${namespace} }
spec: { ${spec}, selector: { matchLabels: { app: nats } } }
`;
const servers = (replicas: number) => serverExample(conf, { replicas });
ruleTester(rule, {
  ignores: {
    'a single server': serverExample('jetstream: enabled'),
  },
  passes: {
    'accepts two of five': servers(5) + budget('maxUnavailable: 2'),
    'accepts two that must stay of three': servers(3) + budget('minAvailable: 2'),
    'accepts a share that must stay': servers(3) + budget('minAvailable: 51%'),
  },
  fails: {
    'without a budget': [servers(3), { path: 'spec.replicas', got: '3 without a PodDisruptionBudget' }],
    'for a budget of another namespace': [servers(3) + budget('maxUnavailable: 1', 'apps'), {}],
    'for three of five': [
      servers(5) + budget('maxUnavailable: 3'),
      {
        got: '5, of which 3 may be evicted at once',
        expected: 'a PodDisruptionBudget that allows at most 2 to be evicted at once',
      },
    ],
    'for half of three': [servers(3) + budget('maxUnavailable: 50%'), { got: '3, of which 2 may be evicted at once' }],
    'for one that must stay': [servers(3) + budget('minAvailable: 1'), {}],
  },
  notJudged: {
    'servers whose cluster is a variable': [
      serverExample('jetstream: enabled\ninclude a.conf', { replicas: 3 }),
      'cluster may be set in a.conf, which is not among the files',
    ],
  },
});
