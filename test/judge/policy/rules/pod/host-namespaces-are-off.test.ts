import rule from '../../../../../lib/judge/policy/rules/pod/host-namespaces-are-off.js';
import { pod, workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts an explicit false': pod('{ hostNetwork: false, hostPID: false, hostIPC: false }'),
  },
  fails: {
    'for each of the three': [
      workload('DaemonSet', '{ hostNetwork: true, hostPID: true, hostIPC: true }'),
      { path: 'spec.template.spec.hostIPC', got: 'true' },
      { path: 'spec.template.spec.hostNetwork', got: 'true' },
      { path: 'spec.template.spec.hostPID', got: 'true' },
    ],
  },
});
