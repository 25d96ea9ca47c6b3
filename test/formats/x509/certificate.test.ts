import { beforeAll, describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { parseCertificate, parseCertificates } from '../../../lib/formats/x509/certificate.js';
import * as x509 from '../../../lib/formats/x509/x509.js';
import { daysFromNow, type Issued, issue } from '../../write/trust/issue.js';

const WHERE = "Fleet 'demo': roots";
const faults = (text: string) => parseCertificates(WHERE, text).problems.map(formatDiagnostic);

describe('parseCertificates', () => {
  let root: Issued;
  let leaf: Issued;
  beforeAll(async () => {
    root = await issue({ name: 'root', pathLength: 2 });
    leaf = await issue({
      name: 'leaf',
      parent: root,
      ca: false,
      purposes: [x509.ExtendedKeyUsage.serverAuth],
      names: [
        { type: 'dns', value: 'a.example' },
        { type: 'ip', value: '10.0.0.1' },
        { type: 'url', value: 'spiffe://demo/a' },
        { type: 'email', value: 'a@b.example' },
      ],
    });
  });

  test('reads the facts of each certificate, and the canonical PEM', () => {
    const { certificates, problems } = parseCertificates(WHERE, `${leaf.certificate.pem}${root.certificate.pem}`);
    expect(problems).toEqual([]);
    expect(certificates).toMatchObject([
      {
        where: "Fleet 'demo': roots: certificate 'CN=leaf'",
        issuer: 'CN=root',
        isCA: false,
        keyUsages: ['digitalSignature'],
        extendedKeyUsages: ['serverAuth'],
        authorityKeyId: root.certificate.subjectKeyId,
        alternativeNames: {
          dnsNames: ['a.example'],
          ipAddresses: ['10.0.0.1'],
          uris: ['spiffe://demo/a'],
          emailAddresses: ['a@b.example'],
        },
        pem: leaf.certificate.pem,
      },
      {
        subject: 'CN=root',
        notBefore: daysFromNow(-1),
        notAfter: daysFromNow(100),
        isCA: true,
        pathLength: 2,
        publicKey: { algorithm: 'EC', curve: 'P-256' },
        signatureAlgorithm: 'ECDSA-SHA256',
        keyUsages: ['keyCertSign', 'cRLSign'],
        extendedKeyUsages: [],
      },
    ]);
  });

  test('accepts comments before a certificate and Windows line ends, and normalises both', () => {
    const text = `# the root\r\n${root.certificate.pem.replaceAll('\n', '\r\n')}`;
    const { certificates, problems } = parseCertificates(WHERE, text);
    expect(problems).toEqual([]);
    expect(certificates.map(({ pem }) => pem)).toEqual([root.certificate.pem]);
  });

  test('fails an empty text and one that is not PEM', () => {
    expect([...faults(' \n'), ...faults('hello')]).toEqual([
      "Fleet 'demo': roots is empty, expected PEM text. Add the PEM blocks.",
      "Fleet 'demo': roots is not PEM, expected text with lines -----BEGIN …----- and -----END …-----. Convert it, for example with `openssl x509 -inform der`, and keep each marker at the start of its line.",
    ]);
  });

  test('fails text or a blank line behind the last certificate', () => {
    const rest =
      "expected nothing after the last END line but its line break. Remove what follows: Linkerd's parser reads it as a certificate that is not PEM, and refuses the whole text.";
    expect(faults(`${root.certificate.pem}bye\n`)).toEqual([
      `Fleet 'demo': roots is PEM followed by 3 characters of text, ${rest}`,
    ]);
    expect(faults(`${root.certificate.pem}\n`)).toEqual([
      `Fleet 'demo': roots is PEM followed by blank lines or spaces, ${rest}`,
    ]);
    expect(faults(root.certificate.pem.trimEnd())).toEqual([]);
  });

  test('fails truncated, damaged and wrongly closed blocks', () => {
    const { pem } = root.certificate;
    const rest =
      'expected complete PEM blocks in base64. Copy the file again from its source: it is truncated or damaged.';
    expect(faults(pem.slice(0, 200))).toEqual([`Fleet 'demo': roots is an unclosed PEM block, ${rest}`]);
    expect(faults(pem.replace('M', '*'))).toEqual([
      `Fleet 'demo': roots is PEM block 1 (CERTIFICATE) with bad base64, ${rest}`,
    ]);
    expect(faults(pem.replace('END CERTIFICATE', 'END KEY'))).toEqual([
      `Fleet 'demo': roots is PEM block 1 (CERTIFICATE) closed by END KEY, ${rest}`,
    ]);
    expect(faults('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')).toEqual([
      "Fleet 'demo': roots is not an X.509 certificate, expected a complete DER certificate inside the PEM block. Copy the file again from its source: it is truncated or damaged.",
    ]);
  });

  test('fails a private key without repeating it, and any other block', () => {
    const [key, ...others] = faults(root.keyPem);
    expect(key).toBe(
      "Fleet 'demo': roots is a private key, expected only certificates. Remove the key, and make a new one if this text was ever committed or sent.",
    );
    expect(others).toEqual([]);
    const foreign = root.certificate.pem.replaceAll('CERTIFICATE', 'PUBLIC KEY');
    expect(faults(`${root.certificate.pem}${foreign}`)).toEqual([
      "Fleet 'demo': roots, block 2 is a PUBLIC KEY block, expected only CERTIFICATE blocks. Remove it: Linkerd's parser silently drops every certificate from there on.",
    ]);
  });

  test('fails a repeated certificate, and several where one is expected', () => {
    expect(faults(root.certificate.pem.repeat(2))).toEqual([
      "Fleet 'demo': roots, block 2 is a duplicate of 'CN=root', expected each certificate once. Remove the duplicate.",
    ]);
    const both = parseCertificate(WHERE, root.certificate.pem + leaf.certificate.pem).problems.map(formatDiagnostic);
    expect(both).toEqual(["Fleet 'demo': roots is 2 certificates, expected exactly one. Keep the intended one."]);
  });
});
