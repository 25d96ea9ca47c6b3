import rule from '../../../../../lib/judge/policy/rules/pod/mounts-leave-the-root.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const mounting = (path: string) =>
  pod(
    `{ volumes: [{ name: node, hostPath: { path: / } }, { name: v, emptyDir: {} }], containers: [{ name: a, volumeMounts: [{ name: node, mountPath: /sys }, { name: v, mountPath: ${path} }] }] }`,
  );

ruleTester(rule, {
  passes: {
    'accepts folders below': mounting('/usr/share/web'),
    'accepts shared memory': mounting('/dev/shm'),
    'leaves a mount without a path to the schema': mounting("''"),
  },
  fails: {
    'over the root, however it is written': [
      mounting('/tmp/..'),
      { path: 'spec.containers[0].volumeMounts[1].mountPath', got: '/tmp/..', expected: 'a folder of its own' },
    ],
    'over programs': [mounting('/usr/'), { got: '/usr/' }],
  },
});
