import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { REQUEST_AUTHENTICATION } from '../../../model/istio/selectors.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/tokens-are-for-their-audience',
  severity: 'warning',
  scope: 'object',
  summary: 'Every rule for tokens names the audiences it takes.',
  rationale: 'Without audiences a token that the issuer made for another service is taken here too.',
  source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule',
  appliesTo: [REQUEST_AUTHENTICATION],
  passes: example(', audiences: [web]'),
  fails: example(''),
  *check({ object }) {
    for (const [index, rule] of listAt(object, 'spec', 'jwtRules').entries()) {
      if (listAt(rule, 'audiences').length > 0) continue;
      yield {
        path: at('spec.jwtRules', index, 'audiences'),
        got: `none, for issuer ${stringAt(rule, 'issuer') ?? '?'}`,
        expected: 'the audiences that the tokens for this workload have',
        fix: 'Name them: as it stands whoever has a token of the issuer for anything is let in with it.',
      };
    }
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
