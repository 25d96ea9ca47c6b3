import rule from '../../../../../lib/judge/policy/rules/istio/required-tokens-are-verified.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    denials: bad.replace('spec: { rules: [{ from', 'spec: { action: DENY, rules: [{ from'),
  },
  passes: {
    'accepts one subject of the issuer': good.replace('login.example.org/*', 'login.example.org/ann'),
    'accepts a star for every issuer': good.replace('https://login.example.org/*', '*'),
    'accepts a beginning of the issuer': good.replace('login.example.org/*', 'login.*'),
    'accepts any issuer, and a subject of the issuer': `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: apps }
spec: { jwtRules: [{ issuer: "https://login.example.org" }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec: { rules: [{ from: [{ source: { requestPrincipals: ["*/ada", "https://login.example.org/ada"] } }] }] }
`,
  },
  fails: {
    'of another issuer': [
      bad,
      {
        object: 'AuthorizationPolicy apps/web',
        path: 'spec.rules[0].from[0].source.requestPrincipals[0]',
        got: 'https://other.example.org/*, while web verifies only tokens of https://login.example.org',
      },
    ],
    'of a subject of another issuer': [good.replace('login.example.org/*', 'login.example.org.evil.example/ann'), {}],
    'where no token is verified': [
      good.replace('spec: { jwtRules', 'spec: { selector: { matchLabels: { app: db } }, jwtRules'),
      { got: 'https://login.example.org/*, while no RequestAuthentication applies to web' },
    ],
    'of an issuer without a subject': [
      good.replace('login.example.org/*', 'login.example.org'),
      { got: 'https://login.example.org, while web verifies only tokens of https://login.example.org' },
    ],
  },
  notJudged: {
    'policies that select no pod': [
      bad.replace('kind: Pod', 'kind: ConfigMap'),
      'no pod that the policy selects is among the files',
    ],
  },
});
