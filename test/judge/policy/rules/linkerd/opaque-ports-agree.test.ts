import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd/opaque-ports-agree.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, namespace, server } from '../../../model/linkerd/objects.js';

const key = 'config.linkerd.io/opaque-ports';
const service = (ports: string, annotations = '{}', more = '') => `---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, annotations: ${annotations} }
spec: { selector: { app: web }, ports: [${ports}]${more} }
`;
const pods = (port: number, opaque?: string) =>
  deployment({
    annotations: `{ linkerd.io/inject: enabled${opaque === undefined ? '' : `, ${key}: "${opaque}"`} }`,
    container: `ports: [{ name: main, containerPort: ${port} }]`,
  });

ruleTester(rule, {
  ignores: {
    'a Service of pods outside the mesh':
      service('{ port: 9000 }') + deployment({ annotations: '{}', container: 'ports: [{ containerPort: 9000 }]' }),
    'a headless Service': service('{ port: 9000 }', '{}', ', clusterIP: None') + pods(9000, '9000'),
    'what appProtocol says': service('{ port: 9000, appProtocol: linkerd.io/opaque }') + pods(9000, '9000'),
    'pods outside of the mesh':
      service('{ port: 9000 }', `{ ${key}: "9000" }`) +
      deployment({ annotations: '{}', container: 'ports: [{ containerPort: 9000 }]' }),
  },
  passes: {
    'accepts ports of the list of Linkerd': service('{ port: 5432 }') + pods(5432),
    'accepts another port before an opaque one': service('{ port: 15432, targetPort: 5432 }') + pods(5432),
    'accepts the list of the namespace': service('{ port: 9000 }') + pods(9000) + namespace(`{ ${key}: "9000" }`),
    'accepts a Server that reads the port':
      service('{ port: 8080 }') +
      pods(8080, '8080') +
      server('podSelector: { matchLabels: { app: web } }, port: 8080, proxyProtocol: HTTP/1'),
    'accepts a list that the control plane has':
      controllerExample() +
      configExample('proxy: { opaquePorts: "9000" }') +
      service('{ port: 9000 }') +
      pods(9000, '9000'),
  },
  fails: {
    'with a port that is opaque on the Service alone': [
      service('{ port: 80, targetPort: main }', `{ ${key}: "80" }`) + pods(9000),
      {
        object: 'Service apps/web',
        path: `metadata.annotations["${key}"]`,
        got: '80, so that port 80 is opaque',
        expected: 'port 80, spec.ports[0], to be not opaque, as port 9000 of Deployment web is',
      },
    ],
    'with a list on the pods that leaves out one of the list of Linkerd': [
      service('{ port: 5432 }') + pods(5432, '9000'),
      { got: 'nothing, so that port 5432 is opaque' },
    ],
    'with a Server that makes it opaque': [
      service('{ port: 8080 }') +
        pods(8080) +
        server('podSelector: { matchLabels: { app: web } }, port: 8080, proxyProtocol: opaque'),
      { got: 'nothing, so that port 8080 is not opaque' },
    ],
    'where a named port keeps the injector from seeing it': [
      service('{ port: 15432, targetPort: main }') + pods(5432),
      { got: 'nothing, so that port 15432 is not opaque' },
    ],
  },
  notJudged: {
    'a Service of pods that may be meshed': [
      service('{ port: 9000 }') + deployment({ annotations: '{}' }) + deployment({ name: 'other' }),
      'Namespace apps is not among the files',
    ],
  },
});
