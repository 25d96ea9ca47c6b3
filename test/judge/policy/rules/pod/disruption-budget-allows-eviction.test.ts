import rule from '../../../../../lib/judge/policy/rules/pod/disruption-budget-allows-eviction.js';
import { documents, object, workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const budget = (spec: string, replicas: number) =>
  documents(
    object('policy/v1', 'PodDisruptionBudget', `spec: { ${spec}, selector: { matchLabels: { app: web } } }`),
    workload('StatefulSet', '{ containers: [{ name: a }] }', `replicas: ${replicas}`),
  );

ruleTester(rule, {
  passes: {
    'accepts one less than all': budget('minAvailable: 2', 3),
    'accepts a share that leaves one': budget('minAvailable: 66%', 3),
    'accepts maxUnavailable of 1 and of 1%': budget('maxUnavailable: 1%', 1),
  },
  notJudged: {
    'text that is no percentage': [
      budget('minAvailable: most', 3),
      'spec.minAvailable is most, neither a number nor a percentage',
    ],
    'a number where a DaemonSet decides how many there are': [
      documents(
        object('policy/v1', 'PodDisruptionBudget', 'spec: { minAvailable: 3, selector: {} }'),
        workload('DaemonSet', '{}'),
      ),
      'how many pods the budget selects is known only in the cluster',
    ],
    'a number of pods that are not there': [
      object('policy/v1', 'PodDisruptionBudget', 'spec: { minAvailable: 3, selector: {} }'),
      'no pod that the budget selects is among the files',
    ],
  },
  fails: {
    'for a budget that says neither': [
      budget('unhealthyPodEvictionPolicy: AlwaysAllow', 3),
      {
        path: 'spec',
        got: 'neither maxUnavailable nor minAvailable',
        expected: 'one of the two',
        effect: 'No node with such a pod can be drained.',
      },
    ],
    'for maxUnavailable of 0': [
      budget('maxUnavailable: 0', 3),
      { path: 'spec.maxUnavailable', got: '0', expected: 'at least 1' },
    ],
    'for maxUnavailable of 0%': [budget('maxUnavailable: 0%', 3), { path: 'spec.maxUnavailable', got: '0%' }],
    'for minAvailable of all replicas': [
      budget('minAvailable: 3', 3),
      { path: 'spec.minAvailable', got: '3', expected: 'fewer than the 3 pods that the budget selects' },
    ],
    'for a share that is rounded up to all': [
      budget('minAvailable: 67%', 3),
      { path: 'spec.minAvailable', got: '67%' },
    ],
    'for 100% of nobody knows how many': [
      documents(
        object('policy/v1', 'PodDisruptionBudget', 'spec: { minAvailable: 100%, selector: {} }'),
        workload('DaemonSet', '{}'),
      ),
      { path: 'spec.minAvailable', got: '100%', expected: 'less than 100%' },
    ],
  },
});
