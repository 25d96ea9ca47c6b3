import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { objectAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { ruleHost } from '../../../model/istio/destination-rules.js';
import { covers, isWildcard } from '../../../model/istio/hosts.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { groupedBy } from '../../../model/per-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: default, namespace: istio-system }
spec: { host: "*.local", trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: web, trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } }${more} } }
`;

const FIELDS = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'];

export default defineRule({
  id: 'istio/wildcard-policies-are-repeated',
  severity: 'warning',
  scope: 'object',
  summary: 'A DestinationRule repeats what a wider one sets for its host.',
  rationale:
    'The most specific rule replaces wider ones as a whole. What a rule for *.local was to give every host, outlier detection or TLS, does not hold for a host with a rule of its own.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
  appliesTo: [DESTINATION_RULE],
  passes: example(', outlierDetection: { consecutive5xxErrors: 5 }'),
  fails: example(''),
  *check(resource, cluster) {
    const host = ruleHost(resource);
    const policy = objectAt(resource.object, 'spec', 'trafficPolicy');
    const places = [namespaceOf(resource), rootNamespaceOf(cluster)];
    if (objectAt(resource.object, 'spec', 'workloadSelector') !== undefined) return;
    const wider = [...new Set(places)]
      .flatMap((place) => wildcardRules(cluster, place))
      .filter((wide) => ruleHost(wide) !== host && covers(ruleHost(wide), host));
    const found = wider.flatMap((wide) => {
      const set = objectAt(wide.object, 'spec', 'trafficPolicy');
      const lost = FIELDS.filter((field) => valueAt(set, field) !== undefined && valueAt(policy, field) === undefined)
        // Mutual TLS within the mesh is automatic, and nobody is to repeat that it is off.
        .filter((field) => field !== 'tls' || ['SIMPLE', 'MUTUAL'].includes(stringAt(set, 'tls', 'mode') ?? ''));
      return lost.length === 0 ? [] : [{ wide, lost }];
    });
    const [first] = found;
    if (first === undefined) return;
    const { wide, lost } = first;
    const more = found.length === 1 ? '' : `; ${found.length - 1} more set what is not here`;
    yield {
      path: 'spec.trafficPolicy',
      got: `no ${listed(lost)}, which ${objectLabel(wide.object)} sets for ${ruleHost(wide)}${more}`,
      expected: `${listed(lost)} as in ${objectLabel(wide.object)}, or of its own`,
      fix: `Repeat the settings here. As it is, ${host} has the defaults of the mesh in their place, because this rule replaces the wider one as a whole.`,
    };
  },
});

const wildcardRules = groupedBy(
  (cluster) => cluster.ofKind(DESTINATION_RULE).filter((rule) => isWildcard(ruleHost(rule))),
  namespaceOf,
);
