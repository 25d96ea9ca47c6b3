import rule from '../../../../../lib/judge/policy/rules/trust/webhook-certificate-names-its-service.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate } from '../../../model/trust/objects.js';

const webhook = (kind: string, from = 'linkerd/web') => `---
apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}WebhookConfiguration
metadata: { name: web, annotations: { cert-manager.io/inject-ca-from: ${from} } }
webhooks:
  - { name: a.example.org, clientConfig: { service: { name: hook, namespace: apps } } }
  - { name: b.example.org, clientConfig: { url: https://example.org } }
`;
const linkerd = (spec: string) => certificate('i', spec, 'linkerd-proxy-injector-k8s-tls', 'mesh');

ruleTester(rule, {
  ignores: {
    'a certificate of no webhook': certificate('web', 'usages: [client auth]') + webhook('Mutating', 'linkerd/x'),
  },
  passes: {
    'accepts a wildcard of the namespace': certificate('web', "dnsNames: ['*.apps.svc']") + webhook('Mutating'),
    'accepts the name among others': certificate('web', 'dnsNames: [hook, hook.apps.svc]') + webhook('Mutating'),
    'accepts a certificate without extended usages':
      certificate('web', 'dnsNames: [hook.apps.svc], usages: [digital signature]') + webhook('Mutating'),
  },
  fails: {
    'of a mutating webhook': [
      certificate('web', 'dnsNames: [web.apps.svc]') + webhook('Mutating'),
      { path: 'spec.dnsNames', got: 'web.apps.svc', expected: 'hook.apps.svc, which the API server calls' },
    ],
    'of a validating webhook, once': [
      certificate('web', 'commonName: hook.apps.svc') + webhook('Validating') + webhook('Validating'),
      { path: 'spec.dnsNames', got: 'no names' },
    ],
    'for clients alone': [
      linkerd('dnsNames: [linkerd-proxy-injector.mesh.svc], usages: [client auth]'),
      { path: 'spec.usages', got: 'client auth', expected: 'server auth' },
    ],
    'of Linkerd in another namespace': [
      linkerd('dnsNames: [linkerd-proxy-injector.linkerd.svc]'),
      { expected: 'linkerd-proxy-injector.mesh.svc, which the API server calls' },
    ],
  },
});
