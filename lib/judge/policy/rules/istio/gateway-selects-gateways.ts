import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { objectAt } from '../../../../manifest/read.js';
import { podsOfGateway } from '../../../model/istio/gateway-servers.js';
import { isGateway } from '../../../model/istio/injection.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (label: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: apps }
spec: { selector: { istio: ${label} }, servers: [{ port: { number: 443, name: tls, protocol: TLS }, hosts: ["*"], tls: { mode: PASSTHROUGH } }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  template:
    metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
`;

export default defineRule({
  id: 'istio/gateway-selects-gateways',
  severity: 'error',
  scope: 'object',
  summary: 'Every Gateway selects pods that are gateways, and no others.',
  rationale:
    'The selector is compared with the pods of all namespaces. Where it finds none nothing listens; without a selector every gateway listens; and a sidecar that it finds is no gateway for callers from outside.',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-selector',
  appliesTo: [GATEWAY],
  passes: example('ingress'),
  fails: example('ingressgateway'),
  *check(resource, cluster) {
    const selector = objectAt(resource.object, 'spec', 'selector') ?? {};
    if (Object.keys(selector).length === 0) {
      yield {
        path: 'spec.selector',
        got: 'nothing',
        expected: 'the labels of the gateway that is meant',
        fix: 'Name the labels of the gateway pods; without a selector the servers are opened in every gateway of the mesh, and egress gateways too.',
      };
      return;
    }
    const pods = podsOfGateway(resource, cluster);
    if (pods.length === 0) {
      const gateways = cluster.pods.filter((pod) => isGateway(pod));
      yield {
        path: 'spec.selector',
        got: `${JSON.stringify(selector)}, which no pod of any namespace has`,
        expected:
          gateways.length === 0
            ? 'the labels of a gateway, and no pod here is one'
            : `the labels of ${listed(gateways.map((pod) => `${objectLabel(pod.resource.object)} (${JSON.stringify(pod.labels)})`))}`,
        fix: 'Use the labels of the gateway pods. The gateway chart labels them istio: <release without "istio-">, istioctl istio: ingressgateway. As it is, no port is opened, and callers are refused.',
      };
      return;
    }
    for (const pod of pods.filter((each) => !isGateway(each) && each.containers.length > 0)) {
      yield {
        path: 'spec.selector',
        got: `${JSON.stringify(selector)}, which ${objectLabel(pod.resource.object)} has too`,
        expected: 'labels that gateways alone have',
        fix: `Use labels of the gateway that ${objectLabel(pod.resource.object)} does not have; it is an application, and its proxy serves no Gateway.`,
      };
    }
  },
});
