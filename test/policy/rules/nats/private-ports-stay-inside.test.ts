import { serverExample } from '../../../../lib/policy/nats/example.js';
import rule from '../../../../lib/policy/rules/nats/private-ports-stay-inside.js';
import { ruleTester } from '../../../support/rule-tester.js';

const server = (ports = '') =>
  serverExample('http_port: 8222\nprof_port: 65432\ncluster { port: 6222 }', { container: [`ports: [${ports}]`] });
const service = (type: string, ports: string) => `---
apiVersion: v1
kind: Service
metadata: { name: a, namespace: nats-system }
spec: { type: ${type}, selector: { app: nats }, ports: [${ports}] }
`;
ruleTester(rule, {
  passes: {
    'accepts a ClusterIP': server() + service('ClusterIP', '{ port: 8222 }'),
    'accepts the client port': server() + service('NodePort', '{ port: 8222, targetPort: 4222 }'),
    'accepts pods that are no servers': service('NodePort', '{ port: 8222 }'),
  },
  fails: {
    'by the name of a port': [
      server('{ name: monitor, containerPort: 8222 }') +
        service('LoadBalancer', '{ port: 4222 }, { port: 80, targetPort: monitor }'),
      {
        object: 'Service nats-system/a',
        path: 'spec.ports[1]',
        got: 'the monitoring port 8222 on a Service of type LoadBalancer',
      },
    ],
    'for routes and profiles': [
      server() + service('NodePort', '{ port: 6222 }, { port: 65432 }'),
      { got: 'the cluster port 6222 on a Service of type NodePort' },
      { got: 'the profiling port 65432 on a Service of type NodePort' },
    ],
  },
});
