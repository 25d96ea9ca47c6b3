import rule from '../../../../../lib/judge/policy/rules/pod/selinux-options-are-safe.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts the types of containers and empty text': pod(
      '{ securityContext: { seLinuxOptions: { type: container_init_t, user: "" } }, containers: [{ name: a, securityContext: { seLinuxOptions: { type: container_kvm_t } } }] }',
    ),
  },
  fails: {
    'for type, user and role, in init containers too': [
      pod(
        '{ securityContext: { seLinuxOptions: { user: root, role: sys } }, initContainers: [{ name: a, securityContext: { seLinuxOptions: { type: spc_t } } }] }',
      ),
      { path: 'spec.initContainers[0].securityContext.seLinuxOptions.type', got: 'spc_t' },
      { path: 'spec.securityContext.seLinuxOptions.role', got: 'sys', expected: 'nothing' },
      { path: 'spec.securityContext.seLinuxOptions.user', got: 'root' },
    ],
  },
});
