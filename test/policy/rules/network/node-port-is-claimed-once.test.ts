import rule from '../../../../lib/policy/rules/network/node-port-is-claimed-once.js';
import { documents } from '../../../support/manifests.js';
import { ruleTester } from '../../../support/rule-tester.js';

const service = (name: string, ports: string, namespace = 'apps') =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: ${namespace} }, spec: { type: NodePort, ports: [${ports}] } }`;

ruleTester(rule, {
  passes: {
    'accepts one number by two protocols': documents(
      service('a', '{ port: 1, nodePort: 30000 }'),
      service('b', '{ port: 1, nodePort: 30000, protocol: UDP }'),
    ),
    'accepts zero, which means any, twice': documents(
      service('a', '{ port: 1, nodePort: 0 }'),
      service('b', '{ port: 1, nodePort: 0 }'),
    ),
    'leaves a Service that claims a port twice to the schema': service(
      'a',
      '{ port: 1, nodePort: 30000 }, { port: 2, nodePort: 30000 }',
    ),
  },
  fails: {
    'a port of a Service in another namespace': [
      documents(
        service('a', '{ port: 1, nodePort: 30000 }'),
        service('b', '{ port: 1, nodePort: 30001 }, { port: 2, nodePort: 30000, protocol: TCP }', 'shop'),
      ),
      {
        object: 'Service shop/b',
        path: 'spec.ports[1].nodePort',
        got: '30000, which Service apps/a claims too',
      },
    ],
  },
});
