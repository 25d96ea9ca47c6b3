import { listed } from '../../../../manifest/listed.js';
import { numberAt, valueAt } from '../../../../manifest/read.js';
import { policiesOf } from '../../../model/istio/destination-rules.js';
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

export default defineRule({
  id: 'istio/port-settings-are-whole',
  severity: 'warning',
  scope: 'object',
  summary: 'The settings of a port repeat what the destination has.',
  rationale:
    'An entry of portLevelSettings replaces the settings of the destination; what it leaves out falls back to the default, not to them. TLS that was set for the destination is gone on that port.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy',
  appliesTo: [DESTINATION_RULE],
  passes: example(', tls: { mode: SIMPLE, caCertificates: system }'),
  fails: example(''),
  *check(resource) {
    for (const { path, policy, parent } of policiesOf(resource)) {
      if (parent === undefined) continue;
      const lost = FIELDS.filter(
        (field) => valueAt(parent.policy, field) !== undefined && valueAt(policy, field) === undefined,
      );
      if (lost.length === 0) continue;
      yield {
        path,
        got: `no ${listed(lost)}, which ${parent.path} sets`,
        expected: 'every setting that the port is to have',
        fix: `Repeat ${listed(lost)} in the entry, if only as an empty block. As it is, port ${numberAt(policy, 'port', 'number') ?? ''} has the defaults of the mesh there${lost.includes('tls') ? ', and the tls of the destination does not hold on it' : ''}.`,
      };
    }
  },
});
