import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/jwks-fetches-are-restricted.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { meshConfig, tokens } from '../../../model/istio/security-objects.js';

const istiod = (env: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: istiod, namespace: istio-system, labels: { app: istiod } }
spec:
  selector: { matchLabels: { app: istiod } }
  template:
    metadata: { labels: { app: istiod } }
    spec: { containers: [{ name: discovery, env: [${env}] }] }
`;

ruleTester(rule, {
  ignores: {
    'keys in the object': tokens('[{ issuer: a, jwks: "{}" }]') + istiod(''),
  },
  passes: {
    'accepts a variable of istiod': tokens() + istiod('{ name: BLOCKED_CIDRS_IN_JWKS_URIS, value: 169.254.0.0/16 }'),
  },
  fails: {
    'for istiod': [
      tokens() + istiod('{ name: BLOCKED_CIDRS_IN_JWKS_URIS, value: "" }'),
      {
        object: 'Deployment istio-system/istiod',
        path: 'spec.template.spec.containers[0].env',
        got: 'no BLOCKED_CIDRS_IN_JWKS_URIS, and RequestAuthentication apps/web makes istiod fetch keys',
      },
    ],
    'for istiod with other variables': [
      tokens() + istiod('{ name: REVISION, value: default }'),
      { got: expect.stringContaining('no BLOCKED_CIDRS_IN_JWKS_URIS') },
    ],
  },
  notJudged: {
    'a variable whose value is elsewhere': [
      tokens() +
        istiod(
          '{ name: BLOCKED_CIDRS_IN_JWKS_URIS, valueFrom: { configMapKeyRef: { name: networks, key: blocked } } }',
        ),
      'spec.template.spec.containers[0].env[0].valueFrom gives the value, which is not in the files',
    ],
    'a cluster without istiod among the files': [
      tokens() + meshConfig(),
      'no control plane of Istio is among the files',
    ],
    'a Deployment of istiod without containers': [
      tokens() + istiod('').replace(/containers: .*\]/, 'containers: []'),
      'no control plane of Istio is among the files',
    ],
  },
});
