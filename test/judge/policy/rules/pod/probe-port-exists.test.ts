import rule from '../../../../../lib/judge/policy/rules/pod/probe-port-exists.js';
import { documents, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

/** Shows that the cluster runs Istio. */
const ISTIO = '{ apiVersion: v1, kind: Namespace, metadata: { name: edge, labels: { istio-injection: enabled } } }\n';

ruleTester(rule, {
  passes: {
    'accepts a number that the injected proxy opens': pod(
      '{ containers: [{ name: a, livenessProbe: { httpGet: { port: 4191 } } }] }',
    ).replace('labels:', 'annotations: { linkerd.io/inject: enabled }, labels:'),
    'accepts a number that another container declares': pod(
      '{ containers: [{ name: a, livenessProbe: { tcpSocket: { port: 80 } } }, { name: b, ports: [{ containerPort: 80 }] }] }',
    ),
    'accepts a command': pod('{ containers: [{ name: a, livenessProbe: { exec: {} } }] }'),
    'accepts the port of a native sidecar': pod(
      '{ containers: [{ name: a, livenessProbe: { tcpSocket: { port: 80 } } }], initContainers: [{ name: b, restartPolicy: Always, ports: [{ containerPort: 80 }] }] }',
    ),
  },
  notJudged: {
    'a number that a proxy may open': [
      documents(pod('{ containers: [{ name: a, livenessProbe: { httpGet: { port: 15021 } } }] }'), ISTIO),
      'Namespace apps is not among the files',
    ],
  },
  fails: {
    'for a number that no proxy opens': [
      documents(pod('{ containers: [{ name: a, livenessProbe: { httpGet: { port: 81 } } }] }'), ISTIO),
      { got: '81' },
    ],
    'for a number that a proxy opens, in a Namespace outside the mesh': [
      documents(
        pod('{ containers: [{ name: a, livenessProbe: { httpGet: { port: 15021 } } }] }'),
        ISTIO,
        '{ apiVersion: v1, kind: Namespace, metadata: { name: apps } }\n',
      ),
      { got: '15021' },
    ],
    'for a port of a proxy that is not there': [
      pod('{ containers: [{ name: a, livenessProbe: { httpGet: { port: 4191 } } }] }'),
      { path: 'spec.containers[0].livenessProbe.httpGet.port', got: '4191' },
    ],
    'for the name of a port of the proxy, which is looked up in the probed container alone': [
      pod('{ containers: [{ name: a, livenessProbe: { httpGet: { port: linkerd-admin } } }] }').replace(
        'labels:',
        'annotations: { linkerd.io/inject: enabled }, labels:',
      ),
      { path: 'spec.containers[0].livenessProbe.httpGet.port', got: 'linkerd-admin' },
    ],
    'for each probe and action': [
      pod(
        '{ containers: [{ name: a, ports: [{ name: http, containerPort: 80 }], livenessProbe: { httpGet: { port: 81 } }, readinessProbe: { tcpSocket: { port: web } }, startupProbe: { grpc: { port: 82 } } }] }',
      ),
      { path: 'spec.containers[0].livenessProbe.httpGet.port', got: '81' },
      { path: 'spec.containers[0].readinessProbe.tcpSocket.port', got: 'web' },
      { path: 'spec.containers[0].startupProbe.grpc.port', got: '82' },
    ],
    'for a name that only another container declares': [
      pod(
        '{ containers: [{ name: a, livenessProbe: { tcpSocket: { port: http } } }, { name: b, ports: [{ name: http, containerPort: 80 }] }] }',
      ),
      { path: 'spec.containers[0].livenessProbe.tcpSocket.port', got: 'http' },
    ],
    'for a port that only a finished init container declares': [
      pod(
        '{ containers: [{ name: a, livenessProbe: { tcpSocket: { port: 80 } } }], initContainers: [{ name: b, ports: [{ containerPort: 80 }] }] }',
      ),
      { path: 'spec.containers[0].livenessProbe.tcpSocket.port', got: '80' },
    ],
  },
});
