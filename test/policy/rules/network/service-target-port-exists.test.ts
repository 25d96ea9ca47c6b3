import rule from '../../../../lib/policy/rules/network/service-target-port-exists.js';
import { documents, object, pod, workload } from '../../../support/manifests.js';
import { ruleTester } from '../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a number, and the port itself where no target is named': documents(
      object(
        'v1',
        'Service',
        'spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }, { port: 8080 }, { port: 53, protocol: UDP }] }',
      ),
      pod(
        '{ containers: [{ name: a, ports: [{ name: http, containerPort: 8080 }, { containerPort: 53, protocol: UDP }] }] }',
      ),
    ),
    'accepts a Service without pods': object('v1', 'Service', 'spec: { selector: { app: web }, ports: [{ port: 1 }] }'),
    'accepts the port of a native sidecar': documents(
      object('v1', 'Service', 'spec: { selector: { app: web }, ports: [{ port: 1 }] }'),
      pod('{ initContainers: [{ name: a, restartPolicy: Always, ports: [{ containerPort: 1 }] }] }'),
    ),
  },
  fails: {
    'for the second port, and for the wrong protocol': [
      documents(
        object(
          'v1',
          'Service',
          'spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }, { port: 81 }, { port: 53 }, { port: 80, targetPort: http, protocol: UDP }] }',
        ),
        pod(
          '{ containers: [{ name: a, ports: [{ name: http, containerPort: 8080 }, { containerPort: 53, protocol: UDP }] }] }',
        ),
      ),
      { path: 'spec.ports[1].port', got: '81/TCP, which Pod apps/web does not declare' },
      { path: 'spec.ports[2].port' },
      { path: 'spec.ports[3].targetPort', got: 'http/UDP, which Pod apps/web does not declare' },
    ],
    'where one of two pods does not declare it': [
      documents(
        object('v1', 'Service', 'spec: { selector: { app: web }, ports: [{ port: 8080 }] }'),
        pod(
          '{ containers: [{ name: a, ports: [{ name: http, containerPort: 8080 }, { containerPort: 53, protocol: UDP }] }] }',
        ),
        workload('StatefulSet', '{ containers: [{ name: a }] }'),
      ),
      { path: 'spec.ports[0].port', got: '8080/TCP, which StatefulSet apps/web does not declare' },
    ],
  },
});
