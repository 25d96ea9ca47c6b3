import { at } from '../../../../manifest/field-path.js';
import { numberAt, objectAt } from '../../../../manifest/read.js';
import { policiesOf } from '../../../model/istio/destination-rules.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const COUNTS = ['consecutiveGatewayErrors', 'consecutiveLocalOriginFailures', 'consecutiveErrors'] as const;

export default defineRule({
  id: 'istio/outlier-detection-ejects',
  severity: 'error',
  scope: 'object',
  summary: 'Every outlier detection counts some kind of failure.',
  rationale:
    'consecutive5xxErrors of 0 switches its count off, and the others are off unless they are stated: no endpoint is ever ejected, the circuit never opens, and requests go on to pods that fail.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
  appliesTo: [DESTINATION_RULE],
  passes: example('consecutive5xxErrors: 0, consecutiveGatewayErrors: 3'),
  fails: example('consecutive5xxErrors: 0'),
  *check(resource) {
    for (const { path, policy } of policiesOf(resource)) {
      const detection = objectAt(policy, 'outlierDetection');
      if (numberAt(detection, 'consecutive5xxErrors') !== 0) continue;
      if (COUNTS.some((count) => (numberAt(detection, count) ?? 0) > 0)) continue;
      yield {
        path: at(path, 'outlierDetection', 'consecutive5xxErrors'),
        got: '0, and no other count',
        expected: 'consecutive5xxErrors or consecutiveGatewayErrors of 1 or more',
        fix: 'State after how many failures an endpoint is ejected: as it is, none ever is, and no failover to another place happens.',
      };
    }
  },
});

function example(counts: string): string {
  return `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: web, trafficPolicy: { outlierDetection: { ${counts}, interval: 5s } } }
`;
}
