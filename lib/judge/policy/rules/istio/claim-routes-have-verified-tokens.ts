import type { Field } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { podsOfGateway } from '../../../model/istio/gateway-servers.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { hasTargets, REQUEST_AUTHENTICATION, selectorOf } from '../../../model/istio/selectors.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { gatewaysOf, routeRules, whyGatewaysUnknown } from '../../../model/istio/virtual-services.js';
import { namespaceOf, POD_KINDS, type PodTemplate } from '../../../model/pods/pod.js';
import { matchesLabels } from '../../../model/selector.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const CLAIM = /^@request\.auth\.claims[.[]/;

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

export default defineRule<readonly [claim: string, field: Field]>({
  id: 'istio/claim-routes-have-verified-tokens',
  severity: 'error',
  scope: 'object',
  summary: 'A route that matches claims of a token is at a gateway that verifies tokens.',
  rationale:
    'A claim is known only where a RequestAuthentication of the gateway verified the token. Without one no request has a claim, and the route is never taken.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0149/',
  appliesTo: [VIRTUAL_SERVICE],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'networking.istio.io/Gateway',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('ingress'),
  fails: example('web'),
  about: (resource) =>
    routeRules(resource)
      .flatMap(({ field }) => field.at('match').items)
      .flatMap((match) => [match.at('headers'), match.at('withoutHeaders')])
      .flatMap(({ entries }) => entries.filter(([key]) => CLAIM.test(key)).slice(0, 1)),
  *check([claim, field], cluster) {
    const gateways = gatewaysOf(field.resource, cluster);
    const pods = gateways.flatMap((gateway) => podsOfGateway(gateway, cluster));
    const bare = pods.find((pod) => !verifies(pod, cluster));
    if (bare === undefined) {
      const unknown = whyGatewaysUnknown(field.resource, cluster);
      if (unknown !== undefined) yield notJudged(unknown, field);
      else if (pods.length === 0) yield notJudged('only sidecars follow the route, which may not read claims', field);
      return;
    }
    const wanted = field.path.includes('.withoutHeaders')
      ? 'every request takes the route'
      : 'no request takes the route';
    yield field.violation({
      got: `${claim}, while no RequestAuthentication applies to ${objectLabel(bare.resource.object)}`,
      expected: `a RequestAuthentication in namespace ${bare.namespace} that selects the gateway`,
      effect: `No request has a claim there: ${wanted}.`,
      fix: 'Add the RequestAuthentication.',
    });
  },
});

function verifies(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return cluster.ofKind(REQUEST_AUTHENTICATION).some((policy) => {
    const namespace = namespaceOf(policy);
    if (namespace !== pod.namespace && namespace !== rootNamespaceOf(cluster)) return false;
    // A policy with targets applies to Gateways of the Gateway API and to waypoints.
    if (hasTargets(policy)) return false;
    return matchesLabels(selectorOf(policy) ?? {}, pod.labels);
  });
}
