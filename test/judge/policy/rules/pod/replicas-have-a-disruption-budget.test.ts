import rule from '../../../../../lib/judge/policy/rules/pod/replicas-have-a-disruption-budget.js';
import { workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const running = (replicas: number) => workload('Deployment', '{ containers: [{ name: a }] }', `replicas: ${replicas}`);
const budget =
  '\n---\n{ apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: { name: web, namespace: other }, spec: { selector: {} } }';
const rollout = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web, namespace: apps }
spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: "example.org/web:1.4.2" }] } } }
`;

ruleTester(rule, {
  ignores: {
    'one replica': running(1),
    'a DaemonSet': workload('DaemonSet', '{ containers: [{ name: a }] }'),
  },
  passes: {
    'accepts a budget, however many pods run': rollout + budget.replace('namespace: other', 'namespace: apps'),
  },
  notJudged: {
    'pods whose number is not known': [rollout, 'how many of the pods run is known only in the cluster'],
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
