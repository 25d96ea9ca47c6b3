import rule from '../../../../../lib/judge/policy/rules/pod/requests-fit-limits.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts equal amounts in different units': pod(
      '{ containers: [{ name: a, resources: { requests: { cpu: 1000m }, limits: { cpu: 1 } } }, { name: a, resources: { requests: { cpu: 0.5 }, limits: { cpu: 500m } } }] }',
    ),
    'accepts a request without a limit': pod('{ containers: [{ name: a, resources: { requests: { cpu: 1 } } }] }'),
    'leaves what is not a quantity to the schema': pod(
      '{ containers: [{ name: a, resources: { requests: { cpu: lots }, limits: { cpu: 1 } } }] }',
    ),
  },
  fails: {
    'for one milli more, in init containers too': [
      pod(
        '{ containers: [{ name: a, resources: { requests: { cpu: 1 }, limits: { cpu: 1 } } }, { name: a, resources: { requests: { cpu: 1001m }, limits: { cpu: 1 } } }], initContainers: [{ name: a, resources: { requests: { cpu: 2 }, limits: { cpu: 1 } } }] }',
      ),
      {
        path: 'spec.containers[1].resources.requests.cpu',
        got: '1001m',
        expected: 'at most 1, the limit',
        effect: 'The API server refuses the pod.',
      },
      { path: 'spec.initContainers[0].resources.requests.cpu', got: '2' },
    ],
  },
});
