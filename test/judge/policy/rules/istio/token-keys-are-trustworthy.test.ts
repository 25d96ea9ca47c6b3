import rule from '../../../../../lib/judge/policy/rules/istio/token-keys-are-trustworthy.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, tokens } from '../../../model/istio/security-objects.js';

const keys = (key: string) => tokens(`[{ issuer: a, jwks: '{ "keys": [${key}] }' }]`);

ruleTester(rule, {
  passes: {
    'accepts public keys': keys('{ "kty": "RSA", "n": "abc", "e": "AQAB" }'),
    'accepts keys that are no YAML, which the webhook refuses': tokens(`[{ issuer: a, jwks: '{ [' }]`),
    'accepts two issuers': deployment() + tokens('[{ issuer: a }]', 'a') + tokens('[{ issuer: b }]', 'b'),
    'accepts an issuer for pods of another namespace':
      deployment() + tokens('[{ issuer: a }]', 'a') + tokens('[{ issuer: a }]', 'b', 'other'),
    'accepts rules without an issuer': `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: apps }
spec: { jwtRules: [{ jwksUri: "https://a.example.org" }, { jwksUri: "https://b.example.org" }] }
`,
  },
  fails: {
    'for keys without TLS': [
      tokens('[{ issuer: a, jwksUri: "http://login.example.org/keys" }]'),
      { path: 'spec.jwtRules[0].jwksUri', expected: 'https://login.example.org/keys' },
    ],
    'for the private part of a key, without printing it': [
      keys('{ "kty": "RSA", "n": "abc", "d": "hidden" }'),
      { path: 'spec.jwtRules[0].jwks', got: 'a private or symmetric key' },
    ],
    'for an issuer twice': [
      tokens('[{ issuer: a }, { issuer: a }]'),
      { path: 'spec.jwtRules[1].issuer', got: 'a a second time' },
    ],
    'for an issuer that another has for the same pods': [
      deployment() + tokens('[{ issuer: a }]', 'one') + tokens('[{ issuer: a }]', 'two'),
      {
        object: 'RequestAuthentication apps/two',
        path: 'spec.jwtRules[0].issuer',
        got: 'a, which RequestAuthentication apps/one has for the same pods',
      },
    ],
  },
});
