import rule from '../../../../../lib/judge/policy/rules/istio/tokens-are-required.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, deployment, namespace, tokens } from '../../../model/istio/security-objects.js';

const base = namespace() + deployment() + tokens();

ruleTester(rule, {
  ignores: {
    'what has no rules': namespace() + deployment() + tokens('[]'),
  },
  passes: {
    'accepts a denial of those without a token':
      base + access('action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }]'),
    'accepts a condition on a claim':
      base + access('rules: [{ when: [{ key: "request.auth.claims[group]", values: [a] }] }]'),
    'accepts an external authorizer for pods that nobody may call':
      base + access('action: CUSTOM, provider: { name: a }, rules: [{}]', 'a') + access(''),
    'ignores pods that nobody may call': base + access(''),
    'accepts a JWT rule that requires its token':
      namespace() + deployment() + tokens('[{ issuer: a, jwks: b, presence: REQUIRED }]'),
  },
  fails: {
    'with a JWT rule whose token is optional': [
      namespace() + deployment() + tokens('[{ issuer: a, jwks: b, presence: OPTIONAL }]'),
      { path: 'spec.jwtRules' },
    ],
    'without any policy': [
      base,
      {
        object: 'RequestAuthentication apps/web',
        path: 'spec.jwtRules',
        got: 'web serves callers without a token, because nothing there requires one',
      },
    ],
    'where some callers need none': [
      base + access('rules: [{ from: [{ source: { requestPrincipals: ["*"] } }, { source: { namespaces: [a] } }] }]'),
      { path: 'spec.jwtRules' },
    ],
    'where the denial is a dry run': [
      base +
        access(
          'action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }]',
          'web',
          'apps',
          '',
          '{ istio.io/dry-run: "true" }',
        ),
      { path: 'spec.jwtRules' },
    ],
  },
  notJudged: {
    'callers that an external authorizer may refuse': [
      base + access('action: CUSTOM, provider: { name: a }, rules: [{}]'),
      'the authorizer of AuthorizationPolicy apps/web may require tokens, and what it checks is not in the files',
    ],
    'what selects no pod': [tokens(), 'no pod that it selects is among the files'],
    'pods whose Namespace is not among the files': [
      `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: istio-system }
spec: { jwtRules: [{ issuer: "https://login.example.org" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`,
      'Namespace apps is not among the files',
    ],
  },
});
