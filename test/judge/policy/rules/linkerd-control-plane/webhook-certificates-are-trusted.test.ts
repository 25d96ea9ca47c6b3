import { webhookCertificate, webhookExample } from '../../../../../lib/judge/policy/examples/linkerd-webhook.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/webhook-certificates-are-trusted.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { issue } from '../../../../write/trust/issue.js';

const host = 'linkerd-proxy-injector.linkerd.svc';
const ca = await issue({ name: 'ca' });
const [other, intermediate, leaf, misnamed] = await Promise.all([
  issue({ name: 'other' }),
  issue({ name: 'between', parent: ca }),
  issue({ name: host, parent: ca, ca: false, names: [{ type: 'dns', value: host }] }),
  issue({ name: host, parent: ca, ca: false, names: [{ type: 'dns', value: 'linkerd-proxy-injector' }] }),
]);
const below = await issue({ name: host, parent: intermediate, ca: false, names: [{ type: 'dns', value: host }] });

const base64 = (text: string) => Buffer.from(text).toString('base64');
const bundle = (pem: string) => webhookExample({ clientConfig: `caBundle: ${base64(pem)}` });
const secret = (...chain: readonly (typeof ca)[]) => `---
apiVersion: v1
kind: Secret
metadata: { name: linkerd-proxy-injector-k8s-tls, namespace: linkerd }
data: { tls.crt: ${base64(chain.map(({ certificate }) => certificate.pem).join(''))} }
`;
const from = (name: string) => webhookExample({ annotations: `{ cert-manager.io/inject-ca-from: ${name} }` });
const injected = from('linkerd/linkerd-proxy-injector');

ruleTester(rule, {
  passes: {
    'accepts a certificate by wildcard': injected + webhookCertificate('["*.linkerd.svc"]'),
    'accepts a certificate of the CA': bundle(ca.certificate.pem) + secret(leaf),
    'accepts a certificate through an intermediate': bundle(ca.certificate.pem) + secret(below, intermediate),
    'accepts a certificate that signs itself': bundle(leaf.certificate.pem) + secret(leaf),
  },
  fails: {
    'without any CA': [webhookExample(), { path: 'webhooks[0].clientConfig.caBundle', got: 'nothing' }],
    'with a Certificate that does not exist': [
      injected,
      { path: 'metadata.annotations["cert-manager.io/inject-ca-from"]', got: 'linkerd/linkerd-proxy-injector' },
    ],
    'with a name that is no path': [
      from('linkerd-proxy-injector') + webhookCertificate(),
      { got: 'linkerd-proxy-injector' },
    ],
    'with a Certificate for another name': [
      injected + webhookCertificate('[linkerd-proxy-injector.linkerd.svc.cluster.local]'),
      {
        got: 'Certificate linkerd/linkerd-proxy-injector for linkerd-proxy-injector.linkerd.svc.cluster.local',
        expected: `one for ${host}`,
      },
    ],
    'with a Certificate in a Secret that nobody mounts': [
      injected + webhookCertificate(undefined, 'injector-tls'),
      {
        got: 'Certificate linkerd/linkerd-proxy-injector, written to Secret linkerd/injector-tls',
        expected:
          'one that is written to Secret linkerd/linkerd-proxy-injector-k8s-tls, which container proxy-injector mounts',
      },
    ],
    'with a bundle that is no PEM': [
      webhookExample({ clientConfig: 'caBundle: cGxhY2Vob2xkZXI=' }),
      { got: 'no certificate in base64' },
    ],
    'with the CA of another certificate': [
      bundle(other.certificate.pem) + secret(leaf),
      {
        got: 'a CA that did not sign the certificate in Secret linkerd-proxy-injector-k8s-tls',
        expected: "the CA 'CN=ca', or the certificate itself",
      },
    ],
    'without the intermediate': [
      bundle(ca.certificate.pem) + secret(below),
      { expected: "the CA 'CN=between', or the certificate itself" },
    ],
    'with a certificate for another name': [
      bundle(ca.certificate.pem) + secret(misnamed),
      { got: 'a certificate in Secret linkerd-proxy-injector-k8s-tls for linkerd-proxy-injector' },
    ],
  },
  notJudged: {
    'a server whose Secret is not known': [
      injected.replace('secretName: linkerd-proxy-injector-k8s-tls', 'name: x') + webhookCertificate(),
      'the Secret that the webhook server mounts is not known',
    ],
    'a CA from a Secret': [
      webhookExample({ annotations: '{ cert-manager.io/inject-ca-from-secret: linkerd/ca }' }),
      'the CA that cert-manager injects is not among the files',
    ],
    'a CA whose certificate is delivered separately': [
      bundle(ca.certificate.pem),
      'the certificate of the webhook server is not among the files',
    ],
  },
});
