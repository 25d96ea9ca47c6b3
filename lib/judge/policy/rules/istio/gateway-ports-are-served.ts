import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { type GatewayServer, podsOfGateway, serversOf } from '../../../model/istio/gateway-servers.js';
import { portsOfService } from '../../../model/istio/service-ports.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { resolvePort } from '../../../model/pods/ports.js';
import { notJudged } from '../../outcome.js';
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

export default defineRule<GatewayServer>({
  id: 'istio/gateway-ports-are-served',
  severity: 'error',
  scope: 'object',
  summary: 'Every port of a Gateway is a port of a Service of its pods.',
  rationale: 'A port that no Service of the gateway has is open in the pods, but nobody can reach it from outside.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0162/',
  appliesTo: [GATEWAY],
  reads: [...POD_KINDS, 'Namespace', 'Service'],
  passes: example(443),
  fails: example(9443),
  about: (resource) => serversOf(resource).filter(({ port }) => port !== undefined),
  *check({ field, port }, cluster) {
    const ports = podsOfGateway(field.resource, cluster).flatMap((pod) =>
      cluster.servicesOf(pod).flatMap((service) =>
        portsOfService(service).map((each) => ({
          service,
          numbers: [each.at('port').number, resolvePort(pod, each.at('targetPort').value)],
        })),
      ),
    );
    if (ports.length === 0) yield notJudged('no Service of pods of the Gateway is among the files');
    const served = new Set(ports.flatMap(({ numbers }) => numbers).flatMap((number) => number ?? []));
    if (ports.length === 0 || port === undefined || served.has(port)) return;
    const services = [...new Set(ports.map(({ service }) => objectLabel(service.object)))];
    yield field.at('port', 'number').violation({
      expected: `a port of ${listed(services)}: ${listed([...served])}`,
      effect: 'Nobody can reach this server from outside.',
      fix: 'Add the port to the Service, or use a port of the Service, by its number or its targetPort.',
    });
  },
});
