import { listed } from '../../../../manifest/listed.js';
import { type TrafficPolicy, trafficPoliciesOf } from '../../../model/istio/destination-rules.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api, namespace: apps }
spec:
  host: api.example.com
  trafficPolicy:
    tls: { mode: SIMPLE, caCertificates: system }
    portLevelSettings:
      - { port: { number: 443 }, connectionPool: { tcp: { maxConnections: 100 } }${more} }
`;

const FIELDS = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'];

export default defineRule<TrafficPolicy>({
  id: 'istio/port-settings-are-complete',
  severity: 'warning',
  scope: 'object',
  summary: 'The settings of a port repeat those of the destination.',
  rationale:
    'An entry of portLevelSettings replaces the settings of the destination; what it omits falls back to the default, not to them. TLS that is set for the destination is off on that port.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy',
  appliesTo: [DESTINATION_RULE],
  passes: example(', tls: { mode: SIMPLE, caCertificates: system }'),
  fails: example(''),
  about: (resource) => trafficPoliciesOf(resource).filter(({ parent }) => parent !== undefined),
  *check({ field, parent }) {
    const lost = FIELDS.filter(
      (name) => parent?.field.at(name).value !== undefined && field.at(name).value === undefined,
    );
    if (parent === undefined || lost.length === 0) return;
    yield field.violation({
      got: `no ${listed(lost)}, which ${parent.field.path} sets`,
      expected: 'every setting that the port is to have',
      effect: `Port ${field.at('port', 'number').number ?? ''} has the defaults of the mesh there${lost.includes('tls') ? ', and does not use the tls of the destination' : ''}.`,
      fix: `Repeat ${listed(lost)} in the entry, if only as an empty block.`,
    });
  },
});
