import { beforeAll, describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import type { PemBlock } from '../../../lib/formats/x509/pem.js';
import { scanPem } from '../../../lib/formats/x509/pem.js';
import * as x509 from '../../../lib/formats/x509/x509.js';
import { readPrivateKey } from '../../../lib/write/trust/private-key.js';
import { type Hierarchy, type Intermediate, type KeyClaim, verifyHierarchy } from '../../../lib/write/trust/verify.js';
import { daysFromNow, type Issued, issue, NOW, rsa } from './issue.js';

const SAN: x509.JsonGeneralNames = [{ type: 'dns', value: 'broker.example' }];

function messages(hierarchy: Hierarchy): string[] {
  return verifyHierarchy(hierarchy).problems.map(formatDiagnostic);
}

function fields(hierarchy: Hierarchy): string[] {
  return verifyHierarchy(hierarchy).problems.map(({ where, path }) =>
    `${where}: ${path}`.replace("test: certificate '", '').replace("'", ''),
  );
}

function claim({ keyPem }: Issued): KeyClaim {
  const [block] = scanPem('a.key', keyPem).blocks;
  const reading = readPrivateKey('a.key', block as PemBlock);
  if ('problem' in reading) throw new Error(formatDiagnostic(reading.problem));
  return { where: 'a.key', publicKey: reading.publicKey };
}

describe('verifyHierarchy', () => {
  let root: Issued;
  let mesh: Issued;
  let leaf: Issued;
  beforeAll(async () => {
    root = await issue({ name: 'root', days: [-2, 1000] });
    mesh = await issue({ name: 'mesh', parent: root, pathLength: 1 });
    leaf = await issue({ name: 'leaf', parent: mesh, ca: false, names: SAN, days: [0, 10] });
  });
  const roots = () => [root.certificate];

  test('finds the chains of a good hierarchy and no problem', () => {
    const { chains, problems } = verifyHierarchy({
      roots: roots(),
      intermediates: [{ certificate: mesh.certificate, role: 'mesh-intermediate' }],
      leaves: [{ certificate: leaf.certificate, addresses: ['broker.example'] }],
      keys: [claim(mesh)],
      at: NOW,
    });
    expect(problems).toEqual([]);
    expect(chains.map((chain) => chain.map(({ subject }) => subject))).toEqual([
      ['CN=mesh', 'CN=root'],
      ['CN=leaf', 'CN=mesh', 'CN=root'],
    ]);
  });

  test('accepts an RSA anchor of 2048 bits above an ECDSA issuer', async () => {
    const anchor = await issue({ name: 'anchor', key: rsa(2048) });
    const issuer = await issue({ name: 'issuer', parent: anchor, pathLength: 0 });
    const intermediates = [{ certificate: issuer.certificate, role: 'identity-issuer' as const }];
    expect(messages({ roots: [anchor.certificate], intermediates })).toEqual([]);
  });

  test('fails a certificate whose issuer is absent', () => {
    expect(messages({ roots: [], intermediates: [{ certificate: mesh.certificate }] })).toEqual([
      "test: certificate 'CN=mesh': issuer is 'CN=root', which is not among the certificates, expected a certificate that leads to a root. Add the missing issuer, or have the certificate signed by one of the roots.",
    ]);
  });

  test('fails a certificate that another key signed in the name of its issuer', async () => {
    const forger = await issue({ name: 'root' });
    const forged = await issue({ name: 'forged', parent: root, forger });
    expect(messages({ roots: roots(), intermediates: [{ certificate: forged.certificate }] })).toEqual([
      "test: certificate 'CN=forged': issuer is 'CN=root' by name, but signed with another key, expected a signature by the key of the given issuer. Give the issuer that signed it, or issue it again.",
    ]);
  });

  test('fails where the chain above an issuer is broken', () => {
    expect(messages({ roots: [], intermediates: [{ certificate: mesh.certificate }], leaves: [leaf] })).toContain(
      "test: certificate 'CN=leaf': issuer is 'CN=mesh', from which no chain leads to a root, expected a chain that ends in a root. Add the missing certificates above it.",
    );
  });

  test('fails a self-signed intermediate', async () => {
    const lone = await issue({ name: 'lone' });
    expect(messages({ roots: roots(), intermediates: [{ certificate: lone.certificate }] })).toEqual([
      "test: certificate 'CN=lone': issuer is the certificate itself, expected one of the roots, or an intermediate below one. Have it signed by a root, or list it among the roots.",
    ]);
  });

  test('fails a root that is not self-signed', async () => {
    const forged = await issue({ name: 'fake', forger: root });
    expect(messages({ roots: [mesh.certificate, forged.certificate] })).toEqual([
      "test: certificate 'CN=fake': issuer is itself, but signed with another key, expected the root itself: roots are self-signed. List the certificate at the top of the chain as the root, and this one among the intermediates.",
      "test: certificate 'CN=mesh': issuer is 'CN=root', expected the root itself: roots are self-signed. List the certificate at the top of the chain as the root, and this one among the intermediates.",
    ]);
  });

  test('fails a CA without CA flag, usage and subject key identifier, all at once', async () => {
    const bad = await issue({ name: 'bad', parent: root, ca: false, usages: 0, withoutSubjectKeyId: true });
    expect(messages({ roots: roots(), intermediates: [{ certificate: bad.certificate }] })).toEqual([
      "test: certificate 'CN=bad': CA flag is absent, expected basic constraints with CA:TRUE. Issue it as a CA: it could sign nothing.",
      "test: certificate 'CN=bad': key usage is absent, expected keyCertSign among others. Issue it with the usage keyCertSign.",
      "test: certificate 'CN=bad': subject key identifier is absent, expected one in every CA (RFC 5280, 4.2.1.2). Issue it with one.",
    ]);
  });

  test('fails basic constraints that are not critical', async () => {
    const bad = await issue({ name: 'bad', critical: false });
    expect(messages({ roots: [bad.certificate] })).toEqual([
      "test: certificate 'CN=bad': basic constraints is not critical, expected critical in a CA (RFC 5280, 4.2.1.9). Issue it again as a CA.",
    ]);
  });

  test('fails a CA whose extended usages leave out one that is needed below it', async () => {
    const bad = await issue({ name: 'bad', purposes: [x509.ExtendedKeyUsage.clientAuth] });
    expect(messages({ roots: [bad.certificate] })).toEqual([
      "test: certificate 'CN=bad': extended key usage is clientAuth, expected none, or serverAuth and clientAuth. Issue it without: in a CA it limits every certificate below it.",
    ]);
  });

  test('fails a mesh intermediate that leaves no room for the identity issuer', async () => {
    const tight = await issue({ name: 'tight', parent: root, pathLength: 0 });
    const judge = (role: 'mesh-intermediate' | 'messaging-intermediate') =>
      messages({ roots: roots(), intermediates: [{ certificate: tight.certificate, role }] });
    expect(judge('messaging-intermediate')).toEqual([]);
    expect(judge('mesh-intermediate')).toEqual([
      "test: certificate 'CN=tight': path length is 0, expected at least 1, for the CA certificates below it down to 'CN=tight' and 1 more. Issue it with a larger path length, or remove a level.",
    ]);
  });

  test('fails a root whose path length is too small for the whole chain', async () => {
    const tight = await issue({ name: 'tight', pathLength: 1 });
    const upper = await issue({ name: 'upper', parent: tight });
    const lower = await issue({ name: 'lower', parent: upper });
    const judge = (...intermediates: Intermediate[]) => messages({ roots: [tight.certificate], intermediates });
    expect(judge(upper)).toEqual([]);
    expect(judge(upper, lower)).toEqual([
      "test: certificate 'CN=tight': path length is 1, expected at least 2, for the CA certificates below it down to 'CN=lower'. Issue it with a larger path length, or remove a level.",
    ]);
    expect(judge({ certificate: upper.certificate, role: 'mesh-intermediate' })).toEqual([
      "test: certificate 'CN=tight': path length is 1, expected at least 2, for the CA certificates below it down to 'CN=upper' and 1 more. Issue it with a larger path length, or remove a level.",
    ]);
  });

  test('fails a certificate that outlives or predates its issuer', async () => {
    const late = await issue({ name: 'late', parent: root, days: [0, 1001] });
    const early = await issue({ name: 'early', parent: root, days: [-3, 10] });
    expect(fields({ roots: roots(), intermediates: [late, early] })).toEqual([
      'CN=early: validity',
      'CN=late: validity',
    ]);
    expect(messages({ roots: roots(), intermediates: [late] })).toEqual([
      "test: certificate 'CN=late': validity is 2030-01-01T00:00:00Z to 2032-09-28T00:00:00Z, expected a period within that of 'CN=root', 2029-12-30T00:00:00Z to 2032-09-27T00:00:00Z. Issue it for a shorter time, or renew its issuer first.",
    ]);
  });

  test('fails key identifiers that are absent or of another issuer', async () => {
    const absent = await issue({ name: 'absent', parent: root, authorityKeyId: null });
    const other = await issue({ name: 'other', parent: root, authorityKeyId: 'ab'.repeat(20) });
    const expected = root.certificate.subjectKeyId;
    expect(messages({ roots: roots(), intermediates: [absent, other] })).toEqual([
      "test: certificate 'CN=absent': authority key identifier is absent, expected the issuer's subject key identifier (RFC 5280, 4.2.1.1). Issue it with one: without it, two issuers of the same name look alike.",
      `test: certificate 'CN=other': authority key identifier is ${'ab'.repeat(20)}, expected ${expected}, as in 'CN=root'. Issue it again from the given issuer.`,
    ]);
  });

  test('fails keys and signatures that Linkerd refuses', async () => {
    const curve = await issue({ name: 'curve', key: { name: 'ECDSA', namedCurve: 'P-384' } });
    const size = await issue({ name: 'size', key: rsa(3072) });
    const digest = await issue({ name: 'digest', hash: 'SHA-384' });
    const weak = await issue({ name: 'weak', key: rsa(2048, 'SHA-1'), hash: 'SHA-1' });
    expect(messages({ roots: [curve, size, digest, weak].map(({ certificate }) => certificate) })).toEqual([
      "test: certificate 'CN=curve': public key is EC P-384, expected ECDSA P-256, or RSA with 2048 or 4096 bits. Make a key of such a kind.",
      "test: certificate 'CN=digest': signature is ECDSA-SHA384, expected ECDSA or RSA with SHA-256. Issue it again with SHA-256.",
      "test: certificate 'CN=size': public key is RSA 3072, expected ECDSA P-256, or RSA with 2048 or 4096 bits. Make a key of such a kind.",
      "test: certificate 'CN=weak': signature is RSA-SHA1, expected SHA-256 or stronger. Issue it again with SHA-256.",
    ]);
  });

  test('fails an RSA key in an issuer of the mesh, and allows it for messaging', async () => {
    const issuer = await issue({ name: 'issuer', parent: root, key: rsa(2048) });
    const judge = (role: 'identity-issuer' | 'messaging-intermediate') =>
      messages({ roots: roots(), intermediates: [{ certificate: issuer.certificate, role }] });
    expect(judge('messaging-intermediate')).toEqual([]);
    expect(judge('identity-issuer')).toEqual([
      "test: certificate 'CN=issuer': public key is RSA 2048, expected ECDSA P-256. Make a P-256 key: Linkerd's issuers accept no other.",
    ]);
  });

  test('fails at a moment before or after the validity, and at neither end of it', () => {
    const at = (moment: Date) => fields({ roots: roots(), at: moment });
    expect(at(daysFromNow(-2))).toEqual([]);
    expect(at(daysFromNow(1000))).toEqual([]);
    expect(messages({ roots: roots(), at: daysFromNow(-3) })).toEqual([
      "test: certificate 'CN=root': validity is from 2029-12-30T00:00:00Z, expected valid from 2029-12-29T00:00:00Z or earlier. Wait, or issue it with an earlier start.",
    ]);
    expect(messages({ roots: roots(), at: daysFromNow(1001) })).toEqual([
      "test: certificate 'CN=root': validity is expired on 2032-09-27T00:00:00Z, expected valid beyond 2032-09-28T00:00:00Z. Issue it again.",
    ]);
  });

  test('fails a leaf without names, for other addresses or purposes, or with CA flag', async () => {
    const bare = await issue({ name: 'bare', parent: root, ca: false });
    const purposes = [x509.ExtendedKeyUsage.serverAuth];
    const server = await issue({ name: 'server', parent: root, ca: false, names: SAN, purposes });
    const authority = await issue({ name: 'authority', parent: root, names: SAN });
    const leaves = [
      bare,
      { certificate: server.certificate, addresses: ['10.0.0.1'], purposes: ['clientAuth' as const] },
      authority,
    ];
    expect(messages({ roots: roots(), leaves })).toEqual([
      "test: certificate 'CN=authority': CA flag is present, expected a leaf. Issue it without CA:TRUE.",
      "test: certificate 'CN=bare': subject alternative name is absent, expected at least one DNS name or IP address. Issue it with the dialed names.",
      "test: certificate 'CN=server': extended key usage is serverAuth, expected clientAuth among others. Issue it with the usage clientAuth.",
      "test: certificate 'CN=server': subject alternative name is broker.example, expected one that covers '10.0.0.1'. Add the address that clients dial.",
    ]);
  });

  test('fails a critical extension that is not evaluated', async () => {
    const strange = new x509.Extension('1.2.3.4', true, new Uint8Array([5, 0]));
    const bad = await issue({ name: 'bad', extensions: [strange] });
    expect(messages({ roots: [bad.certificate] })).toEqual([
      "test: certificate 'CN=bad': critical extensions is 1.2.3.4, expected only those of RFC 5280 that are checked here. Issue it without them.",
    ]);
  });

  test('fails a key of no certificate, or of another than claimed', () => {
    const [any] = messages({ roots: roots(), keys: [claim(leaf)] });
    expect(any).toMatch(
      /^a\.key is a private key \(public key SHA-256 [0-9a-f]{16}…\) without its certificate, expected the key of one of the certificates\. Pass the certificate and the key that were made together\.$/,
    );
    const [other] = messages({ roots: roots(), keys: [{ ...claim(mesh), certificate: root.certificate }] });
    expect(other).toContain("expected the key of 'CN=root'");
  });
});
