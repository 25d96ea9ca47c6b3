import type { Field } from '../../../../manifest/field.js';
import { trafficPoliciesOf } from '../../../model/istio/destination-rules.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const COUNTS = ['consecutiveGatewayErrors', 'consecutiveLocalOriginFailures', 'consecutiveErrors'] as const;

export default defineRule<Field>({
  id: 'istio/outlier-detection-counts-failures',
  severity: 'error',
  scope: 'object',
  summary: 'Every outlier detection counts some kind of failure.',
  rationale:
    'consecutive5xxErrors of 0 turns its count off, and the other counts are off by default: no endpoint is ever ejected, the circuit never opens, and requests keep going to failing pods.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
  appliesTo: [DESTINATION_RULE],
  passes: example('consecutive5xxErrors: 0, consecutiveGatewayErrors: 3'),
  fails: example('consecutive5xxErrors: 0'),
  about: (resource) =>
    trafficPoliciesOf(resource)
      .map(({ field }) => field.at('outlierDetection'))
      .filter(({ mapping }) => mapping !== undefined),
  *check(detection) {
    const field = detection.at('consecutive5xxErrors');
    if (field.number !== 0 || COUNTS.some((count) => (detection.at(count).number ?? 0) > 0)) return;
    yield field.violation({
      got: '0, and no other count',
      expected: 'consecutive5xxErrors or consecutiveGatewayErrors of 1 or more',
      effect: 'No endpoint is ever ejected, and no failover to another locality happens.',
      fix: 'Set the number of failures after which an endpoint is ejected.',
    });
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
