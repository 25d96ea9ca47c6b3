import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import { ruleHost, rulesOfHost, subsetsOf } from '../../../model/istio/destination-rules.js';
import { exportScopes, meet, sameScopes } from '../../../model/istio/scopes.js';
import { selectorOf } from '../../../model/istio/selectors.js';
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
  summary: 'A host has one DestinationRule in a namespace.',
  rationale:
    'Rules for the same host are merged, but their traffic policies are not: the oldest rule that has one keeps it, the policies of the others are silently lost, and so are subsets whose name is already used.',
  source:
    'https://istio.io/latest/docs/ops/best-practices/traffic-management/#multiple-virtual-services-and-destination-rules-for-the-same-host',
  appliesTo: [DESTINATION_RULE],
  passes: example('shop'),
  fails: example('web.apps.svc.cluster.local'),
  *check(resource, cluster) {
    const namespace = namespaceOf(resource);
    const scopes = exportScopes(resource);
    const before = rulesOfHost(cluster, ruleHost(resource)).filter(
      (other) =>
        other !== resource &&
        namespaceOf(other) === namespace &&
        other.object.metadata.name < resource.object.metadata.name &&
        meet(scopes, exportScopes(other)) &&
        selectorText(other) === selectorText(resource),
    );
    const lost = lostTo(before, resource);
    if (lost.length === 0) return;
    yield Field.of(resource)
      .at('spec', 'host')
      .violation({
        got: `${ruleHost(resource)}, which ${listed(before.map(({ object }) => objectLabel(object)))} ${before.length === 1 ? 'is' : 'are'} about too`,
        expected: 'one DestinationRule for a host in a namespace',
        effect: `If they are applied together, the one whose name comes first takes effect, and this one loses ${listed(lost, '; ')}.`,
        fix: 'Merge them into one.',
      });
  },
});

/** What a rule loses because of rules of its host that come first. */
function lostTo(before: readonly Resource[], resource: Resource): readonly string[] {
  const winner = before.find((other) => policyOf(other).mapping !== undefined);
  const policy = policyOf(resource);
  const taken = new Set(before.flatMap((other) => subsetsOf(other).map(({ name }) => name)));
  const apart = before.filter((other) => !sameScopes(exportScopes(resource), exportScopes(other)));
  return [
    ...(winner === undefined || policy.mapping === undefined
      ? []
      : [
          `its trafficPolicy (${listed(Object.keys(policy.mapping)) || 'empty'}) to that of ${objectLabel(winner.object)}`,
        ]),
    ...subsetsOf(resource).flatMap(({ name }) =>
      taken.has(name) ? [`its subset ${name} to one of the same name in an earlier rule`] : [],
    ),
    ...apart.map(
      ({ object }) => `everything where ${objectLabel(object)} is exported too, because their exports differ`,
    ),
  ];
}

function policyOf(resource: Resource): Field {
  return Field.of(resource).at('spec', 'trafficPolicy');
}

/** The workloads that a rule is for, as text that is the same for the same workloads. */
function selectorText(resource: Resource): string {
  const labels = Object.entries(selectorOf(resource) ?? {});
  return JSON.stringify(labels.sort(([a], [b]) => (a < b ? -1 : 1)));
}
