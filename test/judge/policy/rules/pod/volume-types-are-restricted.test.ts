import rule from '../../../../../lib/judge/policy/rules/pod/volume-types-are-restricted.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts all types of pod and cluster': pod(
      '{ volumes: [{ name: a, csi: {} }, { name: b, downwardAPI: {} }, { name: c, emptyDir: {} }, { name: d, ephemeral: {} }, { name: e, persistentVolumeClaim: {} }, { name: f, projected: {} }, { name: g, secret: {} }] }',
    ),
    'leaves hostPath to its own rule': pod('{ volumes: [{ name: a, hostPath: { path: / } }] }'),
  },
  fails: {
    'for the second of two': [
      pod('{ volumes: [{ name: a, emptyDir: {} }, { name: b, iscsi: {} }] }'),
      { path: 'spec.volumes[1].iscsi', got: 'iscsi' },
    ],
  },
});
