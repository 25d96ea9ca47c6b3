import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { fieldRule } from '../../declared/field-rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api, namespace: apps }
spec: { host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE, sni: api.example.com${more} } } }
`;

/** Where a DestinationRule has its traffic policies. */
const POLICIES = ['spec.trafficPolicy', 'spec.subsets[*].trafficPolicy'];

export default fieldRule({
  id: 'istio/server-certificates-are-verified',
  severity: 'error',
  summary: 'No DestinationRule skips the verification of a server certificate.',
  rationale:
    'With insecureSkipVerify an attacker on the network can answer for the server, read the requests and change the answers.',
  source:
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-insecure_skip_verify',
  appliesTo: [DESTINATION_RULE],
  passes: example(', caCertificates: system'),
  fails: example(', insecureSkipVerify: true'),
  of: 'object',
  states: POLICIES.flatMap((policy) => [policy, `${policy}.portLevelSettings[*]`]).map((policy) => ({
    field: `${policy}.tls.insecureSkipVerify`,
    must: { notEqual: true },
    expected: 'false, or nothing',
    effect: 'Anyone on the network path to the server can answer for it.',
    fix: 'Remove it, and name the CA of the server in caCertificates.',
  })),
});
