import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { ruleHost, subsetsOf } from '../../../model/istio/destination-rules.js';
import { overlaps } from '../../../model/istio/hosts.js';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { destinationsOf } from '../../../model/istio/virtual-services.js';
import { perCluster } from '../../../model/per-cluster.js';
import { defineRule } from '../../rule.js';

const example = (subset: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: web, subsets: [{ name: v1, labels: { version: v1 } }${subset}] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec: { hosts: [web], http: [{ route: [{ destination: { host: web, subset: v1 } }] }] }
`;

const routedSubsets = perCluster((cluster: ClusterIndex) =>
  cluster.ofKind(VIRTUAL_SERVICE).flatMap((route) => destinationsOf(route)),
);

export default defineRule({
  id: 'istio/subsets-are-used',
  severity: 'warning',
  scope: 'object',
  summary: 'Every subset of a host that is routed by subset is a destination.',
  rationale:
    'A subset that no VirtualService names gets no request of its own, and its traffic policy never applies: its pods wait beside those that work.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  appliesTo: [DESTINATION_RULE],
  passes: example(''),
  fails: example(', { name: v2, labels: { version: v2 } }'),
  *check(resource, cluster) {
    const host = ruleHost(resource);
    const routed = routedSubsets(cluster).filter((destination) => overlaps(host, destination.host));
    const used = new Set(routed.flatMap(({ subset }) => subset ?? []));
    // A host that is not routed by subset yet has its subsets for the day of a canary.
    if (used.size === 0) return;
    for (const { path, name } of subsetsOf(resource)) {
      if (used.has(name)) continue;
      yield {
        path,
        got: `subset ${name}, which no VirtualService routes to`,
        expected: `a destination ${host} with subset ${name}, beside ${listed([...used].sort())}`,
        fix: 'Route to the subset, with weight 0 where it is to wait, or remove it; as it is, its pods get no request, and its trafficPolicy never applies.',
      };
    }
  },
});
