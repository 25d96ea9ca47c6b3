import rule from '../../../../../lib/judge/policy/rules/pod/host-ports-are-absent.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts zero, which means none': pod('{ containers: [{ name: a, ports: [{ containerPort: 80, hostPort: 0 }] }] }'),
  },
  fails: {
    'for the second port, in init containers too': [
      pod(
        '{ containers: [{ name: a, ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 1 }] }], initContainers: [{ name: b, ports: [{ containerPort: 80, hostPort: 80 }] }] }',
      ),
      { path: 'spec.containers[0].ports[1].hostPort', got: '1' },
      { path: 'spec.initContainers[0].ports[0].hostPort', got: '80' },
    ],
  },
});
