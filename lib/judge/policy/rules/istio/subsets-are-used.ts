import { listed } from '../../../../manifest/listed.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { ruleHost, type Subset, subsetsOf } from '../../../model/istio/destination-rules.js';
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

const routedDestinations = perCluster((cluster: ClusterIndex) =>
  cluster.ofKind(VIRTUAL_SERVICE).flatMap((route) => destinationsOf(route)),
);

export default defineRule<Subset>({
  id: 'istio/subsets-are-used',
  severity: 'warning',
  scope: 'object',
  summary: 'Every subset of a host that is routed by subset is a destination.',
  rationale:
    'A subset that no VirtualService names gets no requests of its own, and its traffic policy never applies: its pods are idle beside those that work.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  appliesTo: [DESTINATION_RULE],
  reads: ['networking.istio.io/VirtualService'],
  passes: example(''),
  fails: example(', { name: v2, labels: { version: v2 } }'),
  // A host that is not routed by subset has its subsets ready for a later canary.
  about: (resource, cluster) => (usedSubsets(resource, cluster).size === 0 ? [] : subsetsOf(resource)),
  *check({ field, name }, cluster) {
    const used = usedSubsets(field.resource, cluster);
    if (used.has(name)) return;
    yield field.violation({
      got: `subset ${name}, which no VirtualService routes to`,
      expected: `a destination ${ruleHost(field.resource)} with subset ${name}, beside ${listed([...used].sort())}`,
      effect: 'Its pods get no requests, and its trafficPolicy never applies.',
      fix: 'Route to the subset, with weight 0 if it is only prepared, or remove it.',
    });
  },
});

function usedSubsets(resource: Resource, cluster: ClusterIndex): ReadonlySet<string> {
  const routed = routedDestinations(cluster).filter(({ host }) => overlaps(ruleHost(resource), host));
  return new Set(routed.flatMap(({ subset }) => subset ?? []));
}
