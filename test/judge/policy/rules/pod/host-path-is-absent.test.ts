import rule from '../../../../../lib/judge/policy/rules/pod/host-path-is-absent.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a pod without volumes': pod('{}'),
  },
  fails: {
    'for the second of two volumes': [
      pod('{ volumes: [{ name: a, emptyDir: {} }, { name: b, hostPath: { path: /run } }] }'),
      { path: 'spec.volumes[1].hostPath', got: '{"path":"/run"}' },
    ],
  },
});
