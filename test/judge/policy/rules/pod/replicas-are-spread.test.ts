import rule from '../../../../../lib/judge/policy/rules/pod/replicas-are-spread.js';
import { workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a DaemonSet': workload('DaemonSet', '{}'),
  },
  passes: {
    'accepts two replicas': workload('StatefulSet', '{}', 'replicas: 2'),
    'accepts a constraint': workload('StatefulSet', '{ topologySpreadConstraints: [{ maxSkew: 1 }] }', 'replicas: 3'),
    'accepts a preferred anti-affinity': workload(
      'StatefulSet',
      '{ affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }] } } }',
      'replicas: 3',
    ),
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
