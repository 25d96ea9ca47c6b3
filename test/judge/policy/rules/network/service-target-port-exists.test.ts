import rule from '../../../../../lib/judge/policy/rules/network/service-target-port-exists.js';
import { documents, object, pod, workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const service = (...ports: readonly string[]) =>
  object('v1', 'Service', `spec: { selector: { app: web }, ports: [${ports.join(', ')}] }`);
/** A pod that declares nothing, with further metadata. */
const bare = (metadata: string, container = '{ name: a }') =>
  pod(`{ containers: [${container}] }`).replace('labels: { app: web }', metadata);
const linkerd = (more = '') => bare(`labels: { app: web }, annotations: { linkerd.io/inject: enabled${more} }`);
const istio = (container?: string) => bare('labels: { app: web, sidecar.istio.io/inject: "true" }', container);
const auto = '{ name: istio-proxy, image: auto }';

/** Shows that the cluster runs Istio. */
const ISTIO = '{ apiVersion: v1, kind: Namespace, metadata: { name: edge, labels: { istio-injection: enabled } } }\n';

ruleTester(rule, {
  ignores: {
    'a Service without a selector': object('v1', 'Service', 'spec: { selector: {}, ports: [{ port: 1 }] }'),
  },
  passes: {
    "accepts ports of Linkerd's proxy, by number and by name": documents(
      service('{ port: 4143 }', '{ port: 80, targetPort: 4191 }', '{ port: 81, targetPort: linkerd-admin }'),
      linkerd(),
    ),
    "accepts a port of Linkerd's proxy that was moved": documents(
      service('{ port: 4999 }'),
      linkerd(', config.linkerd.io/admin-port: "4999"'),
    ),
    "accepts ports of Istio's sidecar": documents(
      service('{ port: 15020 }', '{ port: 15021 }', '{ port: 80, targetPort: http-envoy-prom }'),
      istio(),
    ),
    'accepts whatever a gateway of Istio is asked to open': documents(
      service('{ port: 80 }', '{ port: 15021 }', '{ port: 443, targetPort: 8443 }', '{ port: 443, protocol: UDP }'),
      bare('labels: { app: web }', auto),
    ),
    'accepts a gateway that is known by its template': documents(
      service('{ port: 80 }'),
      bare(
        'labels: { app: web, sidecar.istio.io/inject: "true" }, annotations: { inject.istio.io/templates: gateway }',
      ),
    ),
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
    'accepts the port of a native sidecar': documents(
      object('v1', 'Service', 'spec: { selector: { app: web }, ports: [{ port: 1 }] }'),
      pod('{ initContainers: [{ name: a, restartPolicy: Always, ports: [{ containerPort: 1 }] }] }'),
    ),
  },
  notJudged: {
    "a port that Linkerd's proxy may open": [
      documents(
        service('{ port: 80, targetPort: linkerd-admin }'),
        bare('labels: { app: web }'),
        '{ apiVersion: v1, kind: Namespace, metadata: { name: edge, annotations: { linkerd.io/inject: enabled } } }\n',
      ),
      'Namespace apps is not among the files',
    ],
    "a port that Istio's sidecar may open": [
      documents(service('{ port: 15021 }'), bare('labels: { app: web }'), ISTIO),
      'Namespace apps is not among the files',
    ],
    'a Service without pods': [
      object('v1', 'Service', 'spec: { selector: { app: web }, ports: [{ port: 1 }] }'),
      'no pod that the Service selects is among the files',
    ],
  },
  fails: {
    'for a port that a proxy may not open by UDP': [
      documents(service('{ port: 15021, protocol: UDP }'), bare('labels: { app: web }'), ISTIO),
      { path: 'spec.ports[0].port' },
    ],
    'for ports of a proxy that is not there': [
      documents(service('{ port: 4191 }', '{ port: 15021 }'), bare('labels: { app: web }')),
      { path: 'spec.ports[0].port' },
      { path: 'spec.ports[1].port' },
    ],
    "for the proxy of the other mesh, the loopback port of Linkerd's, and a port that was moved away": [
      documents(
        service('{ port: 15021 }', '{ port: 4140 }', '{ port: 4191 }'),
        linkerd(', config.linkerd.io/admin-port: "4999"'),
      ),
      { path: 'spec.ports[0].port' },
      { path: 'spec.ports[1].port' },
      { path: 'spec.ports[2].port' },
    ],
    'for a port of a sidecar that is no gateway, and by UDP': [
      documents(service('{ port: 80 }', '{ port: 15021, protocol: UDP }'), istio()),
      { path: 'spec.ports[0].port' },
      { path: 'spec.ports[1].port' },
    ],
    'for the name of a port that a gateway does not declare, and by SCTP': [
      documents(
        service('{ port: 80, targetPort: http2 }', '{ port: 80, protocol: SCTP }'),
        bare('labels: { app: web }', auto),
      ),
      { path: 'spec.ports[0].targetPort' },
      { path: 'spec.ports[1].port' },
    ],
    'for pods that have the label of a gateway and run another program': [
      documents(service('{ port: 80 }'), bare('labels: { app: web, istio: ingressgateway }')),
      { path: 'spec.ports[0].port' },
    ],
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
