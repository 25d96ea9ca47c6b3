import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt, numberAt, valueAt } from '../../../../manifest/read.js';
import { podsOfGateway, serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { resolvePort } from '../../../model/pods/ports.js';
import { defineRule } from '../../rule.js';

const example = (port: number) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: ${port}, name: tls, protocol: TLS }, hosts: ["*"], tls: { mode: PASSTHROUGH } }] }
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: edge }
spec: { selector: { istio: ingress }, ports: [{ name: https, port: 443, targetPort: 8443 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: ingress, namespace: edge, labels: { istio: ingress } }
spec: { containers: [{ name: istio-proxy, image: auto }] }
`;

export default defineRule({
  id: 'istio/gateway-ports-are-served',
  severity: 'error',
  scope: 'object',
  summary: 'Every port of a Gateway is one of a Service of its pods.',
  rationale: 'A port that no Service of the gateway has is opened in the pods, and nobody from outside reaches it.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0162/',
  appliesTo: [GATEWAY],
  passes: example(443),
  fails: example(9443),
  *check(resource, cluster) {
    const pods = podsOfGateway(resource, cluster);
    const services = [...new Set(pods.flatMap((pod) => cluster.servicesOf(pod)))];
    const ports = pods.flatMap((pod) =>
      cluster
        .servicesOf(pod)
        .flatMap((service) =>
          listAt(service.object, 'spec', 'ports').flatMap((port) =>
            [numberAt(port, 'port'), resolvePort(pod, valueAt(port, 'targetPort'))].flatMap((each) => each ?? []),
          ),
        ),
    );
    if (services.length === 0) return;
    const served = new Set(ports);
    for (const { path, port } of serversOf(resource)) {
      if (port === undefined || served.has(port)) continue;
      yield {
        path: at(path, 'port', 'number'),
        got: String(port),
        expected: `a port of ${listed(services.map(({ object }) => objectLabel(object)))}: ${listed([...served])}`,
        fix: 'Add the port to the Service, or use one that it has, by its number or its targetPort; as it is, nobody from outside reaches this server.',
      };
    }
  },
});
