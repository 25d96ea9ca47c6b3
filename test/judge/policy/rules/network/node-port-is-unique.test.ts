import rule from '../../../../../lib/judge/policy/rules/network/node-port-is-unique.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const service = (name: string, ports: string) => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: apps }
spec: { type: NodePort, ports: [${ports}] }
`;

ruleTester(rule, {
  ignores: {
    'ports that are left open':
      service('a', '{ port: 80 }, { port: 81, nodePort: 0 }') + service('b', '{ port: 80, nodePort: 0 }'),
  },
  passes: {
    'accepts one number for two protocols': service(
      'dns',
      '{ port: 53, nodePort: 30053 }, { port: 53, nodePort: 30053, protocol: UDP }',
    ),
  },
  fails: {
    'within one Service': [
      service('a', '{ port: 80, nodePort: 30080 }, { port: 81, nodePort: 30080 }'),
      { object: 'Service apps/a', path: 'spec.ports[1].nodePort', got: '30080/TCP, which Service apps/a claims too' },
    ],
  },
});
