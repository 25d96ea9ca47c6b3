import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { objectAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { policiesOf, ruleHost, rulesOfHost, subsetsOf } from '../../../model/istio/destination-rules.js';
import { exportScopes, meet, sameScopes } from '../../../model/istio/scopes.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (host: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web-circuit-breaker, namespace: apps }
spec: { host: web, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web-destination, namespace: apps }
spec: { host: ${host}, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
`;

export default defineRule({
  id: 'istio/hosts-have-one-destination-rule',
  severity: 'error',
  scope: 'object',
  summary: 'One DestinationRule of a namespace says how a host is reached.',
  rationale:
    'Rules of one host are joined, but not their traffic policies: the oldest rule that has one keeps it, the policies of the others are lost without a word, and so are subsets of a name that is taken.',
  source:
    'https://istio.io/latest/docs/ops/best-practices/traffic-management/#multiple-virtual-services-and-destination-rules-for-the-same-host',
  appliesTo: [DESTINATION_RULE],
  passes: example('shop'),
  fails: example('web.apps.svc.cluster.local'),
  *check(resource, cluster) {
    const namespace = namespaceOf(resource);
    const scopes = exportScopes(resource.object, namespace);
    const before = rulesOfHost(cluster, ruleHost(resource)).filter(
      (other) =>
        other !== resource &&
        namespaceOf(other) === namespace &&
        other.object.metadata.name < resource.object.metadata.name &&
        meet(scopes, exportScopes(other.object, namespace)) &&
        selectorOf(other) === selectorOf(resource),
    );
    if (before.length === 0) return;
    const winner = before.find(hasPolicy);
    const taken = new Set(before.flatMap((other) => subsetsOf(other).map(({ name }) => name)));
    const apart = before.filter((other) => !sameScopes(scopes, exportScopes(other.object, namespace)));
    const lost = [
      ...(winner !== undefined && hasPolicy(resource)
        ? [`its trafficPolicy (${fieldsOf(resource)}), for the one of ${objectLabel(winner.object)} stays`]
        : []),
      ...subsetsOf(resource).flatMap(({ name }) =>
        taken.has(name) ? [`its subset ${name}, for an earlier rule has one of that name`] : [],
      ),
      ...apart.map(({ object }) => `all of it where ${objectLabel(object)} is exported too, for the exports differ`),
    ];
    if (lost.length === 0) return;
    yield {
      path: 'spec.host',
      got: `${ruleHost(resource)}, which ${listed(before.map(({ object }) => objectLabel(object)))} ${before.length === 1 ? 'is' : 'are'} about too`,
      expected: 'one DestinationRule for a host in a namespace',
      fix: `Join them in one. Where they are applied together, the one whose name comes first counts, and this one loses ${listed(lost, '; ')}.`,
    };
  },
});

function hasPolicy({ object }: Resource): boolean {
  return objectAt(object, 'spec', 'trafficPolicy') !== undefined;
}

function fieldsOf(resource: Resource): string {
  return listed(Object.keys(policiesOf(resource)[0]?.policy ?? {})) || 'empty';
}

/** The workloads that a rule is for, as text that is the same for the same workloads. */
function selectorOf({ object }: Resource): string {
  const labels = Object.entries(objectAt(object, 'spec', 'workloadSelector', 'matchLabels') ?? {});
  return JSON.stringify(labels.sort(([a], [b]) => (a < b ? -1 : 1)));
}
