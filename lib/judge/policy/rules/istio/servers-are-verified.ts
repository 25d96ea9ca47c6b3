import { at } from '../../../../manifest/field-path.js';
import { booleanAt } from '../../../../manifest/read.js';
import { policiesOf, ruleHost } from '../../../model/istio/destination-rules.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api, namespace: apps }
spec: { host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE, sni: api.example.com${more} } } }
`;

export default defineRule({
  id: 'istio/servers-are-verified',
  severity: 'error',
  scope: 'object',
  summary: 'No DestinationRule passes over the certificate of a server.',
  rationale:
    'With insecureSkipVerify anybody on the way may answer for the server, read the requests and change the answers.',
  source:
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-insecure_skip_verify',
  appliesTo: [DESTINATION_RULE],
  passes: example(', caCertificates: system'),
  fails: example(', insecureSkipVerify: true'),
  *check(resource) {
    for (const { path, policy } of policiesOf(resource)) {
      if (booleanAt(policy, 'tls', 'insecureSkipVerify') !== true) continue;
      yield {
        path: at(path, 'tls', 'insecureSkipVerify'),
        got: 'true',
        expected: 'false, or nothing',
        fix: `Remove it, and name the authorities of the server in caCertificates. As it is, anybody on the way to ${ruleHost(resource)} may answer for it.`,
      };
    }
  },
});
