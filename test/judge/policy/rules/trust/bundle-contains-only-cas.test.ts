import { encodePem } from '../../../../../lib/formats/x509/pem.js';
import rule from '../../../../../lib/judge/policy/rules/trust/bundle-contains-only-cas.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { issue } from '../../../../write/trust/issue.js';

const root = await issue({ name: 'root' });
const next = await issue({ name: 'next root' });
const intermediate = await issue({ name: 'intermediate', parent: root });
const leaf = await issue({ name: 'leaf', parent: root, ca: false });
const target = { configMap: { key: 'ca-bundle.crt' } };
const bundle = (...texts: readonly string[]) =>
  JSON.stringify({
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'roots' },
    spec: { sources: [{ useDefaultCAs: false }, ...texts.map((inLine) => ({ inLine }))], target },
  });
const withSpec = (spec: object) =>
  JSON.stringify({ apiVersion: 'trust.cert-manager.io/v1alpha1', kind: 'Bundle', metadata: { name: 'roots' }, spec });
const configMap = (name: string, text: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'linkerd' },
    data: { 'ca-bundle.crt': text },
  });
const { pem } = root.certificate;
/** The same certificate with one bit of its signature turned. */
function damaged(text: string): string {
  const bytes = Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return encodePem('CERTIFICATE', bytes);
}
const path = 'spec.sources[1].inLine';

ruleTester(rule, {
  ignores: {
    'any other ConfigMap': configMap('notes', 'no certificate'),
  },
  passes: {
    'accepts an intermediate, whose signature is that of its root': bundle(intermediate.certificate.pem),
    'accepts a Secret as target': withSpec({ sources: [{ useDefaultCAs: true }], target: { secret: { key: 'ca' } } }),
    'accepts old and new root in one text': bundle(pem + next.certificate.pem),
    'accepts roots in several texts': bundle(pem, next.certificate.pem),
  },
  fails: {
    'with a root whose signature is damaged': [
      bundle(damaged(pem)),
      { path, got: 'a block whose own signature is not valid', expected: 'an intact certificate' },
    ],
    'without sources': [withSpec({ sources: [], target }), { path: 'spec.sources', got: 'no sources' }],
    'with sources of no type and of two': [
      withSpec({ sources: [{}, { inLine: pem, useDefaultCAs: true }], target }),
      { path: 'spec.sources[0]', got: 'a source of no type' },
      { path: 'spec.sources[1]', got: 'inLine and useDefaultCAs' },
    ],
    'with the key of a Secret': [
      withSpec({ sources: [{ secret: { name: 'root', key: 'tls.key' } }], target }),
      { path: 'spec.sources[0].secret.key', got: 'tls.key' },
    ],
    'without a target': [
      withSpec({ sources: [{ useDefaultCAs: true }], target: { namespaceSelector: {} } }),
      { path: 'spec.target', got: 'no target', expected: 'a configMap or a secret' },
    ],
    'with a certificate that is not a CA': [
      bundle(pem + leaf.certificate.pem),
      { object: 'Bundle roots', path, got: "block 2 with 'CN=leaf', which is not a CA" },
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
      { path, got: 'a block that is not an X.509 certificate' },
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
