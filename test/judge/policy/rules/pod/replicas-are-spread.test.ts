import rule from '../../../../../lib/judge/policy/rules/pod/replicas-are-spread.js';
import { workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

/** Pods of a kind whose number of replicas an autoscaler may state. */
const rollout = (more = '') => `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web, namespace: apps }
spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: "example.org/web:1.4.2" }]${more} } } }
`;

ruleTester(rule, {
  ignores: {
    'a DaemonSet': workload('DaemonSet', '{}'),
  },
  passes: {
    'accepts two replicas': workload('StatefulSet', '{}', 'replicas: 2'),
    'accepts a constraint': workload('StatefulSet', '{ topologySpreadConstraints: [{ maxSkew: 1 }] }', 'replicas: 3'),
    'accepts a constraint, however many pods run': rollout(', topologySpreadConstraints: [{ maxSkew: 1 }]'),
    'accepts a preferred anti-affinity': workload(
      'StatefulSet',
      '{ affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }] } } }',
      'replicas: 3',
    ),
  },
  notJudged: {
    'pods whose number is not known': [rollout(), 'how many of the pods run is known only in the cluster'],
  },
  fails: {
    'for three replicas with an empty anti-affinity': [
      workload(
        'StatefulSet',
        '{ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] } } }',
        'replicas: 3',
      ),
      { path: 'spec.template.spec.topologySpreadConstraints', got: 'nothing' },
    ],
  },
});
