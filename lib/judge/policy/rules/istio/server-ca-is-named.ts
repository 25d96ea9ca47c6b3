import { Field } from '../../../../manifest/field.js';
import { ruleHost, type TrafficPolicy, trafficPoliciesOf } from '../../../model/istio/destination-rules.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: db, namespace: apps }
spec: { host: db.example.com, trafficPolicy: { tls: { mode: SIMPLE${more} } } }
`;

export default defineRule<TrafficPolicy>({
  id: 'istio/server-ca-is-named',
  severity: 'warning',
  scope: 'object',
  summary: 'A DestinationRule that originates TLS names the CA that it trusts.',
  rationale:
    'Without caCertificates a proxy trusts every public CA, and before 1.21, or with VERIFY_CERTIFICATE_AT_CLIENT off, any certificate at all. A server with a private CA is refused.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0128/',
  appliesTo: [DESTINATION_RULE],
  passes: example(', caCertificates: /etc/certs/ca.crt'),
  fails: example(''),
  about: (resource) =>
    trafficPoliciesOf(resource).filter(({ field }) =>
      ['SIMPLE', 'MUTUAL'].includes(field.at('tls', 'mode').text ?? ''),
    ),
  *check({ field, parent }) {
    const tls = field.at('tls');
    if (tls.at('caCertificates').text || tls.at('insecureSkipVerify').value === true) return;
    const credential = tls.at('credentialName').text;
    // Sidecars read a credential only where the rule selects them.
    if (credential && Field.of(field.resource).at('spec', 'workloadSelector').mapping !== undefined) return;
    yield tls.at('caCertificates').violation({
      got: `nothing${parent === undefined ? '' : ' for the port'}, with mode ${tls.at('mode').shown}${credential ? ' and a credentialName, which only gateways read if the rule has no workloadSelector' : ''}`,
      expected: 'the file with the CA of the server, or system for the public CAs',
      effect: `A certificate of any public CA is accepted for ${ruleHost(field.resource)}, and one of a private CA is not.`,
      fix: 'Set caCertificates.',
    });
  },
});
