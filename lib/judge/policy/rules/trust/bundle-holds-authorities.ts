import type { Fault } from '../../../../diagnostic.js';
import { scanPem } from '../../../../formats/x509/pem.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { isObject, listAt, objectAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { anchorTexts, BUNDLE, certificateIn } from '../../../model/trust/anchors.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'trust/bundle-holds-authorities',
  severity: 'error',
  scope: 'object',
  summary:
    'A bundle has sources and a target, and the anchors that it spells out are readable certificates of authorities alone.',
  rationale:
    'One anchor that cannot be read makes the whole bundle unreadable or cuts it short, a certificate that is no CA is the anchor of nothing, and a private key in a bundle is public.',
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
  *check(resource) {
    if (resource.object.kind === 'Bundle') yield* structureFaults(resource);
    for (const { path, pem } of anchorTexts(resource)) {
      const { blocks, problems } = scanPem('', pem);
      for (const { got, expected, fix } of problems) yield { path, got, expected, fix };
      for (const [index, block] of blocks.entries()) {
        const ordinal = blocks.length === 1 ? 'a block' : `block ${index + 1}`;
        const certificate = certificateIn(block);
        if (certificate?.ca === true) {
          if (certificate.checkIssued(certificate) && !certificate.verify(certificate.publicKey)) {
            const got = `${ordinal} whose own signature does not fit`;
            yield { path, got, expected: 'a whole certificate', fix: 'Copy it again from its source: it is damaged.' };
          }
          continue;
        }
        yield fault(path, ordinal, block.type, certificate?.subject);
      }
    }
  },
});

const SOURCES = ['configMap', 'inLine', 'secret', 'useDefaultCAs'];

/** What trust-manager refuses in a Bundle, whatever its sources hold. */
function* structureFaults({ object }: Resource): Iterable<Fault> {
  const sources = listAt(object, 'spec', 'sources');
  if (sources.length === 0) {
    const fix = 'Add a source with the certificate of a root.';
    yield { path: 'spec.sources', got: 'no sources', expected: 'at least one', fix };
  }
  for (const [index, source] of sources.entries()) {
    const given = isObject(source) ? SOURCES.filter((type) => source[type] !== undefined) : [];
    const path = at('spec', 'sources', index);
    if (given.length !== 1) {
      const got = given.length === 0 ? 'a source of no type' : listed(given, ' and ');
      yield { path, got, expected: `one of ${SOURCES.join(', ')}`, fix: 'Make it one type a source.' };
    }
    for (const type of ['configMap', 'secret']) {
      if (valueAt(source, type, 'key') !== 'tls.key') continue;
      const fix = 'Name tls.crt or ca.crt; the key is for whoever signs, and is no certificate.';
      yield { path: at(path, type, 'key'), got: 'tls.key', expected: 'the key of certificates', fix };
    }
  }
  const target = objectAt(object, 'spec', 'target');
  if (target?.['configMap'] !== undefined || target?.['secret'] !== undefined) return;
  const fix = 'Add target.configMap.key; without a target the bundle is written nowhere.';
  yield { path: 'spec.target', got: 'no target', expected: 'a configMap or a secret', fix };
}

function fault(path: string, ordinal: string, type: string, subject: string | undefined): Fault {
  const expected = 'certificates of authorities alone';
  if (type.endsWith('PRIVATE KEY')) {
    const fix = 'Remove the key and make a new one: whoever has read this text can sign as the authority.';
    return { path, got: `${ordinal} with a private key`, expected, fix };
  }
  if (subject !== undefined) {
    const fix = 'Put the certificate of its root here.';
    return { path, got: `${ordinal} with '${subject.replaceAll('\n', ', ')}', which is no CA`, expected, fix };
  }
  const got = type === 'CERTIFICATE' ? `${ordinal} that is no X.509 certificate` : `${ordinal} of type ${type}`;
  return { path, got, expected, fix: 'Replace it by the certificate of a root.' };
}
