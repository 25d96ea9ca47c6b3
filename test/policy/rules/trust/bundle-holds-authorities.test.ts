import rule from '../../../../lib/policy/rules/trust/bundle-holds-authorities.js';
import { ruleTester } from '../../../support/rule-tester.js';
import { issue } from '../../../trust/issue.js';

const root = await issue({ name: 'root' });
const next = await issue({ name: 'next root' });
const leaf = await issue({ name: 'leaf', parent: root, ca: false });
const bundle = (...texts: readonly string[]) =>
  JSON.stringify({
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'roots' },
    spec: { sources: [{ useDefaultCAs: false }, ...texts.map((inLine) => ({ inLine }))] },
  });
const configMap = (name: string, text: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'linkerd' },
    data: { 'ca-bundle.crt': text },
  });
const { pem } = root.certificate;
const path = 'spec.sources[1].inLine';

ruleTester(rule, {
  passes: {
    'accepts old and new root in one text': bundle(pem + next.certificate.pem),
    'accepts roots in several texts': bundle(pem, next.certificate.pem),
    'accepts any other ConfigMap': configMap('notes', 'no certificate'),
  },
  fails: {
    'with a certificate that is no CA': [
      bundle(pem + leaf.certificate.pem),
      { object: 'Bundle roots', path, got: "block 2 with 'CN=leaf', which is no CA" },
    ],
    'with a private key, which is not repeated': [
      bundle(pem, root.keyPem),
      { path: 'spec.sources[2].inLine', got: 'a block with a private key' },
    ],
    'with a block of another type': [
      bundle(pem.replaceAll('CERTIFICATE', 'PUBLIC KEY')),
      { path, got: 'a block of type PUBLIC KEY' },
    ],
    'with a damaged certificate': [
      bundle('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
      { path, got: 'a block that is no X.509 certificate' },
    ],
    'with text behind the last certificate of the roots that Linkerd reads': [
      configMap('linkerd-identity-trust-roots', `${pem}# our root\n`),
      {
        object: 'ConfigMap linkerd/linkerd-identity-trust-roots',
        path: 'data["ca-bundle.crt"]',
        got: 'PEM followed by 10 characters of text',
      },
    ],
  },
});
