import rule from '../../../../../lib/judge/policy/rules/network/node-port-is-in-range.js';
import { object } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts both ends and zero, which means any': object(
      'v1',
      'Service',
      'spec: { ports: [{ nodePort: 30000 }, { nodePort: 32767 }, { nodePort: 0 }] }',
    ),
    'accepts a port without a node port': object('v1', 'Service', 'spec: { ports: [{ port: 80 }] }'),
  },
  fails: {
    'just outside of both ends': [
      object('v1', 'Service', 'spec: { ports: [{ nodePort: 30001 }, { nodePort: 29999 }, { nodePort: 32768 }] }'),
      { path: 'spec.ports[1].nodePort', got: '29999' },
      { path: 'spec.ports[2].nodePort', got: '32768' },
    ],
  },
});
