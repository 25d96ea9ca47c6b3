import { Field } from '../../../../manifest/field.js';
import { REQUEST_AUTHENTICATION } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'istio/jwt-rules-name-audiences',
  severity: 'warning',
  scope: 'object',
  summary: 'Every rule for tokens names the audiences that it accepts.',
  rationale: 'Without audiences a token that the issuer made for another service is accepted here too.',
  source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule',
  appliesTo: [REQUEST_AUTHENTICATION],
  passes: example(', audiences: [web]'),
  fails: example(''),
  about: (policy) => Field.of(policy).at('spec', 'jwtRules').items,
  *check(rule) {
    const audiences = rule.at('audiences');
    if (audiences.items.length > 0) return;
    yield audiences.violation({
      got: `none, for issuer ${rule.at('issuer').text ?? '?'}`,
      expected: 'the audiences that the tokens for this workload have',
      effect: 'Any token of the issuer is accepted, whatever service it is for.',
      fix: 'Name the audiences.',
    });
  },
});

function example(audiences: string): string {
  return `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: apps }
spec: { jwtRules: [{ issuer: "https://login.example.org", jwksUri: "https://login.example.org/keys"${audiences} }] }
`;
}
