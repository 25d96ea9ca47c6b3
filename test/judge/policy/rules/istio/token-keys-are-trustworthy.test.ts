import rule from '../../../../../lib/judge/policy/rules/istio/token-keys-are-trustworthy.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, tokens } from '../../../model/istio/security-objects.js';

const keys = (key: string) => tokens(`[{ issuer: a, jwks: '{ "keys": [${key}] }' }]`);

ruleTester(rule, {
  passes: {
    'accepts an issuer for other pods that are not among the files':
      tokens('[{ issuer: a }]', 'one') + tokens('[{ issuer: a }]', 'two').replace('app: web', 'app: api'),
    'accepts an issuer for a target beside one for pods':
      tokens('[{ issuer: a }]', 'one').replace('selector: { matchLabels: { app: web } }', 'targetRefs: [{ name: a }]') +
      tokens('[{ issuer: a }]', 'two'),
    'accepts public keys': keys('{ "kty": "RSA", "n": "abc", "e": "AQAB" }'),
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
  notJudged: {
    'keys that nobody can read': [
      tokens(`[{ issuer: a, jwks: '{ [' }]`),
      'spec.jwtRules[0].jwks is text that is not JSON',
    ],
    'an issuer that another may have for pods that are not among the files': [
      tokens('[{ issuer: a }]', 'one') + tokens('[{ issuer: a }]', 'two'),
      'no pod that it selects is among the files, and RequestAuthentication apps/one may select them too',
    ],
    'an issuer that the mesh may have for pods that are not among the files': [
      tokens('[{ issuer: a }]', 'one', 'istio-system') + tokens('[{ issuer: a }]', 'two'),
      'no pod that it selects is among the files, and RequestAuthentication istio-system/one may select them too',
    ],
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
