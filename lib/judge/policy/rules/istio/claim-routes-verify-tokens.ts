import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt, objectAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { podsOfGateway } from '../../../model/istio/gateway-servers.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { gatewaysOf, routeRules } from '../../../model/istio/virtual-services.js';
import { hasTargets } from '../../../model/istio/workload-scope.js';
import { namespaceOf, type PodTemplate } from '../../../model/pods/pod.js';
import { matchesLabels } from '../../../model/selector.js';
import { defineRule } from '../../rule.js';

const REQUEST_AUTHENTICATION = 'security.istio.io/RequestAuthentication';

const example = (label: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: edge }
spec: { hosts: [web.example.org], gateways: [public], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: beta } } }], route: [{ destination: { host: web } }] }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: ingress } }
---
apiVersion: v1
kind: Pod
metadata: { name: ingress, namespace: edge, labels: { istio: ingress } }
spec: { containers: [{ name: istio-proxy }] }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: tokens, namespace: edge }
spec: { selector: { matchLabels: { istio: ${label} } }, jwtRules: [{ issuer: "https://id.example.org" }] }
`;

export default defineRule({
  id: 'istio/claim-routes-verify-tokens',
  severity: 'error',
  scope: 'object',
  summary: 'A route by claims of a token stands at a gateway that verifies tokens.',
  rationale:
    'Claims are known where a RequestAuthentication of the gateway verified the token. Without one no request has a claim, and the route is never taken.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0149/',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('ingress'),
  fails: example('web'),
  *check(resource, cluster) {
    const pods = gatewaysOf(resource, cluster).flatMap((gateway) => podsOfGateway(gateway, cluster));
    const bare = pods.find((pod) => !verifies(pod, cluster));
    if (bare === undefined) return;
    for (const { rule, path } of routeRules(resource)) {
      for (const [index, match] of listAt(rule, 'match').entries()) {
        for (const field of ['headers', 'withoutHeaders']) {
          const claim = Object.keys(objectAt(match, field) ?? {}).find((key) =>
            /^@request\.auth\.claims[.[]/.test(key),
          );
          if (claim === undefined) continue;
          yield {
            path: at(path, 'match', index, field, claim),
            got: `${claim}, while no RequestAuthentication is for ${objectLabel(bare.resource.object)}`,
            expected: `a RequestAuthentication in namespace ${bare.namespace} that selects the gateway`,
            fix: `Add the RequestAuthentication; as it is, no request has a claim there, and the route is ${field === 'headers' ? 'never taken' : 'taken by everybody'}.`,
          };
        }
      }
    }
  },
});

function verifies(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return cluster.ofKind(REQUEST_AUTHENTICATION).some((policy) => {
    const namespace = namespaceOf(policy);
    if (namespace !== pod.namespace && namespace !== rootNamespaceOf(cluster)) return false;
    // A policy with targets is for Gateways of the Gateway API and waypoints.
    if (hasTargets(policy)) return false;
    return matchesLabels(objectAt(policy.object, 'spec', 'selector', 'matchLabels') ?? {}, pod.labels);
  });
}
