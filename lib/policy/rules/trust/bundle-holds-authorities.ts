import { scanPem } from '../../../trust/pem.js';
import { defineRule, type Report } from '../../rule.js';
import { anchorTexts, BUNDLE, certificateIn } from '../../trust/anchors.js';

export default defineRule({
  id: 'trust/bundle-holds-authorities',
  severity: 'error',
  scope: 'object',
  summary: 'Trust anchors that are spelled out are readable certificates of authorities, and nothing else.',
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
`,
  fails: `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: roots }
spec: { sources: [{ inLine: the root of our fleet }] }
`,
  *check(subject) {
    for (const { path, pem } of anchorTexts(subject)) {
      const { blocks, problems } = scanPem('', pem);
      for (const { got, expected, fix } of problems) yield { path, got, expected, fix };
      for (const [index, block] of blocks.entries()) {
        const ordinal = blocks.length === 1 ? 'a block' : `block ${index + 1}`;
        const certificate = certificateIn(block);
        if (certificate?.ca === true) continue;
        yield fault(path, ordinal, block.type, certificate?.subject);
      }
    }
  },
});

function fault(path: string, ordinal: string, type: string, subject: string | undefined): Report {
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
