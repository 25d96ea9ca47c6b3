import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/ports-are-opaque-in-linkerd.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const key = 'config.linkerd.io/opaque-ports';
const conf = 'port: 4222\nhttp_port: 8222\ncluster { port: 6222 }\nleafnodes { port: 7422 }';
const meshed = (opaque: string, more = '') => ({
  annotations: `{ linkerd.io/inject: enabled, ${key}: "${opaque}"${more} }`,
});
const all = '4222,6222,7422';
const service = (fields: string, ports: string) => `---
apiVersion: v1
kind: Service
metadata: { name: a, namespace: nats-system }
spec: { ${fields} selector: { app: nats }, ports: [${ports}] }
`;
const server = `---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: a, namespace: nats-system }
spec: { podSelector: { matchLabels: { app: nats } }, port: 4222, proxyProtocol: opaque }
`;
const guard = (protocol: string, port: number | string = 4222, app = 'nats') => `---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: a, namespace: nats-system }
spec: { podSelector: { matchLabels: { app: ${app} } }, port: ${port}${protocol === '' ? '' : `, proxyProtocol: ${protocol}`} }
`;

ruleTester(rule, {
  ignores: {
    'pods outside the mesh': serverExample('port: 4222', { annotations: '{ linkerd.io/inject: disabled }' }),
    'a pod outside of the mesh': serverExample(conf) + service('', '{ port: 4222 }'),
    'pods on the network of their node, which are not injected':
      serverExample(conf, { pod: ['hostNetwork: true'] }) +
      service('', '{ port: 4222 }') +
      '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: nats-system, annotations: { linkerd.io/inject: enabled } }\n',
  },
  passes: {
    'accepts ranges and spaces': serverExample(conf, meshed('4222, 6000-6222,7422-7422')),
    'accepts the name of a port': serverExample('port: 4222', {
      ...meshed('nats'),
      container: ['ports: [{ name: nats, containerPort: 4222 }]'],
    }),
    'accepts a port that is skipped': serverExample(
      'port: 4222',
      meshed('1', ', config.linkerd.io/skip-inbound-ports: "4222"'),
    ),
    'accepts a Server that says opaque': serverExample('port: 4222', meshed('1')) + server,
    'accepts a headless Service':
      serverExample('port: 4222', meshed('4222')) + service('clusterIP: None,', '{ port: 4222 }'),
    'accepts a Service that says so itself':
      serverExample('port: 4222', meshed('4222')) + service('', '{ port: 4222, appProtocol: linkerd.io/opaque }'),
    'accepts a Service of the monitoring port': serverExample(conf, meshed(all)) + service('', '{ port: 8222 }'),
    'accepts TLS that comes first': serverExample(
      'port: 4222\nleafnodes { port: 7422, tls { handshake_first: true } }',
      meshed('4222'),
    ),
    'accepts a Server of TLS where TLS comes first':
      serverExample('leafnodes { port: 7422, tls { handshake_first: true } }', meshed('4222')) + guard('TLS', 7422),
    'accepts the annotation of the Namespace': `${serverExample('port: 4222', { annotations: '{}' })}${service('', '{ port: 4222 }')}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: nats-system, annotations: { linkerd.io/inject: enabled, ${key}: "4222" } }\n`,
    'accepts a Server of another protocol for other ports and pods':
      serverExample(conf, meshed(all)) + guard('HTTP/1', 8222) + guard('HTTP/1', 4222, 'web'),
    'accepts a client port that begins with TLS': serverExample('port: 4222\ntls { handshake_first: true }', {
      annotations: '{ linkerd.io/inject: enabled }',
    }),
  },
  fails: {
    'for a Server that expects HTTP': [
      serverExample(conf, meshed(all)) + guard('HTTP/2', 6222),
      {
        object: 'Server nats-system/a',
        path: 'spec.proxyProtocol',
        got: 'HTTP/2',
        expected: 'opaque, for the cluster port 6222',
      },
    ],
    'for a Server that expects HTTP where TLS comes first': [
      serverExample('leafnodes { port: 7422, tls { handshake_first: true } }', meshed('4222')) + guard('gRPC', 7422),
      { expected: 'opaque, for the leafnodes port 7422' },
    ],
    'for a Server without a protocol, by the name of the port': [
      serverExample('port: 4222', {
        ...meshed('4222'),
        container: ['ports: [{ name: nats, containerPort: 4222 }]'],
      }) + guard('', 'nats'),
      { got: 'nothing', expected: 'opaque, for the client port 4222' },
    ],
    'for each port of a pod': [
      serverExample(conf, { annotations: '{ linkerd.io/inject: enabled }' }),
      {
        path: `spec.template.metadata.annotations["${key}"]`,
        got: 'nothing',
        expected: '4222, the client port, in the list',
      },
      { expected: '6222, the cluster port, in the list' },
      { expected: '7422, the leafnodes port, in the list' },
    ],
    'for a port just beyond a range': [serverExample('port: 4222', meshed('4220-4221')), { got: '4220-4221' }],
    'for the port of a Service, which differs from that of the pod': [
      serverExample('port: 4222', meshed('4222')) +
        service('', '{ port: 8222, targetPort: 8222 }, { port: 14222, targetPort: 4222 }'),
      {
        object: 'Service nats-system/a',
        path: `metadata.annotations["${key}"]`,
        expected: '14222, the client port of spec.ports[1], in the list',
      },
    ],
  },
  notJudged: {
    'pods whose namespace may be meshed': [
      serverExample('port: 4222') + guard('', 4222, 'other'),
      'Namespace nats-system is not among the files',
    ],
    'a port in a variable': [serverExample('port: $PORT', meshed('4222')), 'port is $PORT, whose value is not known'],
  },
});
