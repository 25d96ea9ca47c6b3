import rule from '../../../../../lib/judge/policy/rules/pod/resources-are-set.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'ephemeral containers, which cannot have any': pod('{ ephemeralContainers: [{ name: a }] }'),
  },
  fails: {
    'for nothing, for bytes and for thousandths of a byte': [
      pod(
        '{ containers: [{ name: a, resources: { requests: { cpu: 0, memory: 512 }, limits: { cpu: 1m, memory: 512m } } }] }',
      ),
      { path: 'spec.containers[0].resources.limits.memory', got: '512m' },
      { path: 'spec.containers[0].resources.requests.cpu', got: '0', expected: 'a quantity' },
      {
        path: 'spec.containers[0].resources.requests.memory',
        got: '512',
        expected: 'at least 1Mi; a number without a unit is bytes, and m is a thousandth',
      },
    ],
    'for each absent figure of the second container': [
      pod(
        '{ containers: [{ name: a, resources: { requests: { cpu: 1, memory: 1Gi }, limits: { cpu: 1, memory: 1Gi } } }, { name: b }] }',
      ),
      { path: 'spec.containers[1].resources.limits.cpu', got: 'nothing' },
      { path: 'spec.containers[1].resources.limits.memory', got: 'nothing' },
      { path: 'spec.containers[1].resources.requests.cpu', got: 'nothing' },
      { path: 'spec.containers[1].resources.requests.memory', got: 'nothing' },
    ],
    'for init containers': [
      pod('{ initContainers: [{ name: a, resources: { limits: { cpu: 1, memory: 1Gi }, requests: { cpu: 1 } } }] }'),
      { path: 'spec.initContainers[0].resources.requests.memory' },
    ],
  },
});
