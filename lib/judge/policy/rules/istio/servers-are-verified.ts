import { ruleHost, type TrafficPolicy, trafficPoliciesOf } from '../../../model/istio/destination-rules.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api, namespace: apps }
spec: { host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE, sni: api.example.com${more} } } }
`;

export default defineRule<TrafficPolicy>({
  id: 'istio/servers-are-verified',
  severity: 'error',
  scope: 'object',
  summary: 'No DestinationRule skips the verification of a server certificate.',
  rationale:
    'With insecureSkipVerify an attacker on the network can answer for the server, read the requests and change the answers.',
  source:
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-insecure_skip_verify',
  appliesTo: [DESTINATION_RULE],
  passes: example(', caCertificates: system'),
  fails: example(', insecureSkipVerify: true'),
  about: (resource) => trafficPoliciesOf(resource).filter(({ field }) => field.at('tls').mapping !== undefined),
  *check({ field }) {
    const skip = field.at('tls', 'insecureSkipVerify');
    if (skip.value !== true) return;
    yield skip.violation({
      expected: 'false, or nothing',
      effect: `Anyone on the network path to ${ruleHost(field.resource)} can answer for it.`,
      fix: 'Remove it, and name the CA of the server in caCertificates.',
    });
  },
});
