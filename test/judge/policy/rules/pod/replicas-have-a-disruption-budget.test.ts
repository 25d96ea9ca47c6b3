import rule from '../../../../../lib/judge/policy/rules/pod/replicas-have-a-disruption-budget.js';
import { workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const running = (replicas: number) => workload('Deployment', '{ containers: [{ name: a }] }', `replicas: ${replicas}`);
const budget =
  '\n---\n{ apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: { name: web, namespace: other }, spec: { selector: {} } }';

ruleTester(rule, {
  ignores: {
    'one replica': running(1),
    'a DaemonSet': workload('DaemonSet', '{ containers: [{ name: a }] }'),
  },
  fails: {
    'in their namespace': [
      running(2) + budget,
      {
        path: 'spec.replicas',
        got: '2 replicas, and no PodDisruptionBudget',
        expected: 'a PodDisruptionBudget of namespace apps that selects the pods',
      },
    ],
  },
});
