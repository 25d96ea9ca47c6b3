import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { gatewaySelector, podsOfGateway } from '../../../model/istio/gateway-servers.js';
import { isGateway } from '../../../model/istio/injection.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
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
    'The selector is compared with the pods of all namespaces. Without a match nothing listens; without a selector every gateway listens; and a sidecar that it matches is no gateway for callers from outside.',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-selector',
  appliesTo: [GATEWAY],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example('ingress'),
  fails: example('ingressgateway'),
  *check(resource, cluster) {
    const selector = gatewaySelector(resource);
    if (selector.entries.length === 0) {
      yield selector.violation({
        got: 'nothing',
        expected: 'the labels of the gateway that is meant',
        effect: 'Every gateway of the mesh opens the servers, egress gateways too.',
        fix: 'Add the labels of the gateway pods.',
      });
      return;
    }
    const pods = podsOfGateway(resource, cluster);
    if (pods.length === 0) {
      yield selector.violation({
        got: `${selector.shown}, which no pod of any namespace has`,
        expected: labelsOfGateways(cluster),
        effect: 'No port is opened, and callers are refused.',
        fix: 'Use the labels of the gateway pods. The gateway chart labels them istio: <release without "istio-">, istioctl istio: ingressgateway.',
      });
    }
    for (const pod of pods.filter((each) => !isGateway(each) && each.containers.length > 0)) {
      yield selector.violation({
        got: `${selector.shown}, which ${objectLabel(pod.resource.object)} has too`,
        expected: 'labels that only gateways have',
        effect: `${objectLabel(pod.resource.object)} is an application, and its proxy serves no Gateway.`,
        fix: `Use labels of the gateway that ${objectLabel(pod.resource.object)} does not have.`,
      });
    }
  },
});

function labelsOfGateways(cluster: ClusterIndex): string {
  const gateways = cluster.pods.filter(isGateway);
  if (gateways.length === 0) return 'the labels of a gateway, but no pod in the files is one';
  return `the labels of ${listed(gateways.map(({ resource, labels }) => `${objectLabel(resource.object)} (${JSON.stringify(labels)})`))}`;
}
