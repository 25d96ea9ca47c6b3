import { at } from '../../../../manifest/field-path.js';
import { booleanAt, objectAt, stringAt } from '../../../../manifest/read.js';
import { policiesOf, ruleHost } from '../../../model/istio/destination-rules.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: db, namespace: apps }
spec: { host: db.example.com, trafficPolicy: { tls: { mode: SIMPLE${more} } } }
`;

export default defineRule({
  id: 'istio/server-authorities-are-named',
  severity: 'warning',
  scope: 'object',
  summary: 'A DestinationRule that originates TLS says whose certificates it trusts.',
  rationale:
    'Without caCertificates a proxy trusts every public authority, and before 1.21, or with VERIFY_CERTIFICATE_AT_CLIENT off, any certificate at all. A server with a private authority is refused.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0128/',
  appliesTo: [DESTINATION_RULE],
  passes: example(', caCertificates: /etc/certs/ca.crt'),
  fails: example(''),
  *check(resource) {
    const { object } = resource;
    for (const { path, policy, parent } of policiesOf(resource)) {
      const mode = stringAt(policy, 'tls', 'mode');
      if (mode !== 'SIMPLE' && mode !== 'MUTUAL') continue;
      if (stringAt(policy, 'tls', 'caCertificates') || booleanAt(policy, 'tls', 'insecureSkipVerify') === true)
        continue;
      const credential = stringAt(policy, 'tls', 'credentialName');
      // Sidecars read a credential only where the rule selects them.
      if (credential && objectAt(object, 'spec', 'workloadSelector') !== undefined) continue;
      yield {
        path: at(path, 'tls', 'caCertificates'),
        got: `nothing${parent === undefined ? '' : ' for the port'}, with mode ${mode}${credential ? ' and a credentialName, which gateways alone read where the rule has no workloadSelector' : ''}`,
        expected: 'the file of the authorities that sign for the server, or system for the public ones',
        fix: `Set caCertificates. As it is, a certificate of any public authority is accepted for ${ruleHost(resource)}, and one of a private authority is not.`,
      };
    }
  },
});
