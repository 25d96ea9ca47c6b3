import rule from '../../../../../lib/judge/policy/rules/trust/issuer-is-used.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate, issuer } from '../../../model/trust/objects.js';

const pod =
  '---\n{ apiVersion: v1, kind: Pod, metadata: { name: web, namespace: linkerd }, spec: { containers: [] } }\n';
const ingress =
  '---\n{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: web, namespace: linkerd, annotations: { cert-manager.io/issuer: ca } } }\n';

ruleTester(rule, {
  ignores: {
    'an ACME account, which others share': issuer('ca', 'acme: { server: https://acme.example.org }') + pod,
  },
  passes: {
    'accepts an Issuer that an annotation names': issuer() + pod + ingress,
  },
  fails: {
    'beside pods alone': [
      issuer() + pod,
      { path: 'metadata.name', got: 'ca, which no Certificate of namespace linkerd names' },
    ],
    'that a Certificate of another namespace names': [
      issuer() + pod + certificate('web', undefined, 'web', 'apps'),
      { object: 'Issuer linkerd/ca', expected: 'a Certificate whose issuerRef is this Issuer' },
    ],
  },
  notJudged: { 'an Issuer alone': [issuer(), 'nothing of namespace linkerd that may use it is among the files'] },
});
