import rule from '../../../../../lib/judge/policy/rules/pod/sysctls-are-safe.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a pod without sysctls': pod('{}'),
  },
  fails: {
    'for the second of two': [
      pod('{ securityContext: { sysctls: [{ name: kernel.shm_rmid_forced }, { name: kernel.sem }] } }'),
      { path: 'spec.securityContext.sysctls[1].name', got: 'kernel.sem' },
    ],
  },
});
