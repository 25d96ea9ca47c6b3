import { Field } from '../../../../manifest/field.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type TrafficPolicy, trafficPoliciesOf } from '../../../model/istio/destination-rules.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec:
  host: web
  trafficPolicy:
    loadBalancer: { localityLbSetting: { failover: [{ from: eu-west, to: eu-north }] } }
    ${more}
`;

interface Failover {
  /** `failover` or `failoverPriority` of a load balancer. */
  readonly field: Field;
  readonly policy: TrafficPolicy;
}

export default defineRule<Failover>({
  id: 'istio/failover-has-outlier-detection',
  severity: 'error',
  scope: 'object',
  summary: 'A DestinationRule that fails over to another locality has outlier detection.',
  rationale:
    'A proxy leaves its own locality only when it considers the endpoints there unhealthy, and without outlier detection it considers none unhealthy: the failover never happens.',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/',
  appliesTo: [DESTINATION_RULE],
  reads: ['ConfigMap', 'install.istio.io/IstioOperator', 'sailoperator.io/Istio', 'sailoperator.io/IstioRevision'],
  passes: example('outlierDetection: { consecutive5xxErrors: 5, interval: 5s, baseEjectionTime: 30s }'),
  fails: example('connectionPool: { tcp: { connectTimeout: 3s } }'),
  about: (resource) =>
    trafficPoliciesOf(resource).flatMap((policy) =>
      ['localityLbSetting', 'zoneAwareLbSetting'].flatMap((setting) => {
        const settings = policy.field.at('loadBalancer', setting);
        const found = [settings.at('failover'), settings.at('failoverPriority')];
        return found
          .filter(({ items }) => items.length > 0)
          .slice(0, 1)
          .map((field) => ({ field, policy }));
      }),
    ),
  *check({ field, policy }, cluster) {
    if (detectsOutliers(policy) || meshDetectsOutliers(cluster)) return;
    const { parent } = policy;
    yield field.violation({
      got: `${field.path.split('.').at(-1)} without outlierDetection${parent === undefined ? '' : ' in the settings of the port, which replace those of the destination'}`,
      expected: policy.field.at('outlierDetection').path,
      effect: 'Requests keep going to failing endpoints, and never to the other locality.',
      fix: 'Add outlierDetection with consecutive5xxErrors or consecutiveGatewayErrors, interval and baseEjectionTime.',
    });
  },
});

/** The policy of a subset inherits outlier detection from that of the destination; the settings of a port do not. */
function detectsOutliers({ field, parent }: TrafficPolicy): boolean {
  const own = field.at('outlierDetection').mapping;
  const inherited = Field.of(field.resource).at('spec', 'trafficPolicy', 'outlierDetection').mapping;
  return own !== undefined || (parent === undefined && inherited !== undefined);
}

function meshDetectsOutliers(cluster: ClusterIndex): boolean {
  return installsOf(cluster).some(
    ({ meshConfig }) => meshConfig.at('defaultTrafficPolicy', 'outlierDetection').mapping !== undefined,
  );
}
