import { at } from '../../../../manifest/field-path.js';
import { listAt, objectAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { policiesOf } from '../../../model/istio/destination-rules.js';
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

export default defineRule({
  id: 'istio/failover-notices-failures',
  severity: 'error',
  scope: 'object',
  summary: 'A DestinationRule that fails over to another place detects outliers.',
  rationale:
    'A proxy leaves its own place only for endpoints that it takes for unhealthy, and it takes none for unhealthy without outlier detection: the failover never happens.',
  source: 'https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/',
  appliesTo: [DESTINATION_RULE],
  passes: example('outlierDetection: { consecutive5xxErrors: 5, interval: 5s, baseEjectionTime: 30s }'),
  fails: example('connectionPool: { tcp: { connectTimeout: 3s } }'),
  *check(resource, cluster) {
    const top = objectAt(resource.object, 'spec', 'trafficPolicy');
    for (const { path, policy, parent } of policiesOf(resource)) {
      const inherited = parent === undefined && objectAt(top, 'outlierDetection') !== undefined;
      if (objectAt(policy, 'outlierDetection') !== undefined || inherited || meshDetects(cluster)) continue;
      for (const setting of ['localityLbSetting', 'zoneAwareLbSetting']) {
        const field = ['failover', 'failoverPriority'].find(
          (each) => listAt(policy, 'loadBalancer', setting, each).length > 0,
        );
        if (field === undefined) continue;
        yield {
          path: at(path, 'loadBalancer', setting, field),
          got: `${field} without outlierDetection${parent === undefined ? '' : ' in the settings of the port, which replace those of the destination'}`,
          expected: `${at(path, 'outlierDetection')}`,
          fix: 'Add outlierDetection with consecutive5xxErrors or consecutiveGatewayErrors, interval and baseEjectionTime. As it is, requests go on to endpoints that fail, and never to the other place.',
        };
      }
    }
  },
});

function meshDetects(cluster: ClusterIndex): boolean {
  return installsOf(cluster).some(
    ({ meshConfig }) => objectAt(meshConfig, 'defaultTrafficPolicy', 'outlierDetection') !== undefined,
  );
}
