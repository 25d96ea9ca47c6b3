import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/private-ports-are-not-exposed.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const server = (ports = '') =>
  serverExample('http_port: 8222\nprof_port: 65432\ncluster { port: 6222 }', { container: [`ports: [${ports}]`] });
const service = (type: string, ports: string) => `---
apiVersion: v1
kind: Service
metadata: { name: a, namespace: nats-system }
spec: { type: ${type}, selector: { app: nats }, ports: [${ports}] }
`;
ruleTester(rule, {
  ignores: {
    'a ClusterIP': server() + service('ClusterIP', '{ port: 8222 }'),
    'pods that are no servers': service('NodePort', '{ port: 8222 }'),
  },
  passes: {
    'accepts a client port that asks for TLS':
      serverExample('tls { cert_file: /a, key_file: /b }') + service('NodePort', '{ port: 8222, targetPort: 4222 }'),
  },
  fails: {
    'for clients without TLS': [
      server() + service('NodePort', '{ port: 4222 }'),
      { path: 'spec.ports[0]', got: 'the client port 4222, without TLS, on a Service of type NodePort' },
    ],
    'for an external address': [
      server() + service('ClusterIP, externalIPs: [192.0.2.1]', '{ port: 8222 }'),
      { got: 'the monitoring port 8222 on a Service with externalIPs' },
    ],
    'by the name of a port': [
      server('{ name: monitor, containerPort: 8222 }') +
        service('LoadBalancer', '{ port: 7422 }, { port: 80, targetPort: monitor }'),
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
  notJudged: {
    'a port in a variable': [
      serverExample('http_port: $HTTP') +
        '---\napiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: nats-system }\nspec: { type: NodePort, selector: { app: nats }, ports: [{ port: 8222 }] }\n',
      'http_port is $HTTP, whose value is not known',
    ],
  },
});
