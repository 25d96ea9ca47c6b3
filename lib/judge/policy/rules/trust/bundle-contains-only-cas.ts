import { scanPem } from '../../../../formats/x509/pem.js';
import { Field, type FieldFault, type Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { anchorTexts, BUNDLE, certificateIn } from '../../../model/trust/anchors.js';
import { defineRule } from '../../rule.js';

const SOURCES = ['configMap', 'inLine', 'secret', 'useDefaultCAs'];

export default defineRule({
  id: 'trust/bundle-contains-only-cas',
  severity: 'error',
  scope: 'object',
  summary:
    'A bundle has sources and a target, and the anchors in its text are valid CA certificates, and nothing else.',
  rationale:
    'One invalid anchor makes the whole bundle unreadable or cuts it short. A certificate that is not a CA anchors nothing, and a private key in a bundle is public.',
  source: 'https://cert-manager.io/docs/trust/trust-manager/',
  appliesTo: [BUNDLE, 'ConfigMap'],
  passes: `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: roots }
spec:
  sources:
    - inLine: |
        -----BEGIN CERTIFICATE-----
        MIIBkjCCATigAwIBAgIQRBxJoeztJHSXPo8K7NVJ6TAKBggqhkjOPQQDAjApMScw
        JQYDVQQDEx5yb290LTEubmF0cy1tdGxzLmNsdXN0ZXIubG9jYWwwHhcNMjYxMTIx
        MDMxOTU3WhcNMzYxMTE4MDMyNDU3WjApMScwJQYDVQQDEx5yb290LTEubmF0cy1t
        dGxzLmNsdXN0ZXIubG9jYWwwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQsxGL6
        Pj4BwDPgPQ6VYfgGjDsgoVjdyfBCPUxFUTKTfLPI1PDMJLCXz1toDIXBUerYR+V9
        wCXJtszQS9InodyMo0IwQDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIB
        BjAdBgNVHQ4EFgQUQXY5s6Gl+pKqP1REbN/HAADEix4wCgYIKoZIzj0EAwIDSAAw
        RQIhAIjNFKA06orYBzgsY1aTFST1wawXhdNFp6+B/Rz7w4aaAiAqn0ypaESe/+qh
        2xg7p93118DsbCrnd5sHxjdG1ehIew==
        -----END CERTIFICATE-----
  target: { configMap: { key: ca-bundle.crt } }
`,
  fails: `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: roots }
spec: { sources: [{ inLine: the root of our fleet }] }
`,
  about: (resource) => {
    const texts = anchorTexts(resource);
    return resource.object.kind === 'Bundle' || texts.length > 0 ? [{ resource, texts }] : [];
  },
  *check({ resource, texts }) {
    if (resource.object.kind === 'Bundle') yield* checkSpec(Field.of(resource).at('spec'));
    for (const { field, pem } of texts) yield* checkAnchors(field, pem);
  },
});

/** What trust-manager rejects in a Bundle, whatever its sources contain. */
function* checkSpec(spec: Field): Generator<Violation> {
  const sources = spec.at('sources');
  if (sources.items.length === 0) {
    const fix = 'Add a source with the certificate of a root.';
    yield sources.violation({ got: 'no sources', expected: 'at least one', fix });
  }
  for (const source of sources.items) {
    const given = SOURCES.filter((type) => source.mapping !== undefined && source.at(type).value !== undefined);
    if (given.length !== 1) {
      const got = given.length === 0 ? 'a source of no type' : listed(given, ' and ');
      yield source.violation({ got, expected: `one of ${SOURCES.join(', ')}`, fix: 'Use one type for each source.' });
    }
    for (const key of [source.at('configMap', 'key'), source.at('secret', 'key')]) {
      if (key.text !== 'tls.key') continue;
      const effect = 'tls.key is the private key, and no certificate.';
      yield key.violation({ expected: 'the key of certificates', effect, fix: 'Use tls.crt or ca.crt.' });
    }
  }
  const target = spec.at('target');
  if (target.at('configMap').value !== undefined || target.at('secret').value !== undefined) return;
  yield target.violation({
    got: 'no target',
    expected: 'a configMap or a secret',
    effect: 'The bundle is written nowhere.',
    fix: 'Add target.configMap.key.',
  });
}

function* checkAnchors(field: Field, pem: string): Generator<Violation> {
  const { blocks, problems } = scanPem('', pem);
  for (const { got, expected, fix } of problems) yield field.violation({ got, expected, fix });
  for (const [index, block] of blocks.entries()) {
    const ordinal = blocks.length === 1 ? 'a block' : `block ${index + 1}`;
    const certificate = certificateIn(block);
    if (certificate?.ca !== true) yield field.violation(noCA(ordinal, block.type, certificate?.subject));
    else if (certificate.checkIssued(certificate) && !certificate.verify(certificate.publicKey)) {
      const got = `${ordinal} whose own signature is not valid`;
      yield field.violation({ got, expected: 'an intact certificate', fix: 'Copy it again from its source.' });
    }
  }
}

function noCA(ordinal: string, type: string, subject: string | undefined): FieldFault {
  const expected = 'only CA certificates';
  if (type.endsWith('PRIVATE KEY')) {
    const effect = 'Anyone who has read this text can sign as the CA.';
    return { got: `${ordinal} with a private key`, expected, effect, fix: 'Remove the key, and make a new one.' };
  }
  if (subject !== undefined) {
    const got = `${ordinal} with '${subject.replaceAll('\n', ', ')}', which is not a CA`;
    return { got, expected, fix: 'Put the certificate of its root here.' };
  }
  const got = type === 'CERTIFICATE' ? `${ordinal} that is not an X.509 certificate` : `${ordinal} of type ${type}`;
  return { got, expected, fix: 'Replace it with the certificate of a root.' };
}
