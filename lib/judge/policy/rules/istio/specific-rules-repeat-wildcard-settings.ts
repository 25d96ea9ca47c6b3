import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
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

export default defineRule<Resource>({
  id: 'istio/specific-rules-repeat-wildcard-settings',
  severity: 'warning',
  scope: 'object',
  summary: 'A DestinationRule repeats what a wider one sets for its host.',
  rationale:
    'The most specific rule replaces wider ones as a whole. Outlier detection or TLS that a rule for *.local sets for every host does not apply to a host with a rule of its own.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
  appliesTo: [DESTINATION_RULE],
  reads: ['ConfigMap', 'install.istio.io/IstioOperator', 'sailoperator.io/Istio', 'sailoperator.io/IstioRevision'],
  passes: example(', outlierDetection: { consecutive5xxErrors: 5 }'),
  fails: example(''),
  about: (resource, cluster) => {
    const isSelective = Field.of(resource).at('spec', 'workloadSelector').mapping !== undefined;
    return isSelective || widerRules(resource, cluster).length === 0 ? [] : [resource];
  },
  *check(resource, cluster) {
    const policy = Field.of(resource).at('spec', 'trafficPolicy');
    const found = widerRules(resource, cluster)
      .map((wide) => ({ wide, lost: settingsIn(wide).filter((name) => policy.at(name).value === undefined) }))
      .filter(({ lost }) => lost.length > 0);
    const [first] = found;
    if (first === undefined) return;
    const { wide, lost } = first;
    const more = found.length === 1 ? '' : `; ${found.length - 1} more set what is missing here`;
    yield policy.violation({
      got: `no ${listed(lost)}, which ${objectLabel(wide.object)} sets for ${ruleHost(wide)}${more}`,
      expected: `${listed(lost)} as in ${objectLabel(wide.object)}, or of its own`,
      effect: `This rule replaces the wider one as a whole: ${ruleHost(resource)} has the defaults of the mesh instead.`,
      fix: 'Repeat the settings here.',
    });
  },
});

/** The rules of wildcards that cover the host of a rule, in its namespace and in the root namespace. */
function widerRules(resource: Resource, cluster: ClusterIndex): readonly Resource[] {
  const host = ruleHost(resource);
  return [...new Set([namespaceOf(resource), rootNamespaceOf(cluster)])]
    .flatMap((namespace) => wildcardRules(cluster, namespace))
    .filter((wide) => ruleHost(wide) !== host && covers(ruleHost(wide), host));
}

/** What a rule sets that another one may have to repeat. Mutual TLS within the mesh is automatic, and needs no repetition. */
function settingsIn(resource: Resource): readonly string[] {
  const policy = Field.of(resource).at('spec', 'trafficPolicy');
  return FIELDS.filter((name) => policy.at(name).value !== undefined).filter(
    (name) => name !== 'tls' || ['SIMPLE', 'MUTUAL'].includes(policy.at('tls', 'mode').text ?? ''),
  );
}

const wildcardRules = groupedBy(
  (cluster) => cluster.ofKind(DESTINATION_RULE).filter((rule) => isWildcard(ruleHost(rule))),
  namespaceOf,
);
