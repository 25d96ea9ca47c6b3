import { webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createIntermediate, createRoot, type Source } from '../../../lib/write/trust/create.js';
import { verifyHierarchy } from '../../../lib/write/trust/verify.js';
import { issue, NOW } from './issue.js';

const source: Source = { crypto: webcrypto, now: new Date(NOW.getTime() + 250) };
const rootSpec = { commonName: 'root.demo.cluster.local', validityDays: 3650 };

describe('createRoot and createIntermediate', () => {
  test('make a hierarchy that verifies from its first moment to its last', async () => {
    const root = await createRoot(rootSpec, source);
    const spec = { commonName: 'mesh.a', pathLength: 1, validityDays: 365 };
    const mesh = await createIntermediate(spec, root, source);
    const hierarchy = {
      roots: [root.certificate],
      intermediates: [{ certificate: mesh.certificate, role: 'mesh-intermediate' as const }],
    };
    for (const at of [mesh.certificate.notBefore, mesh.certificate.notAfter]) {
      expect(verifyHierarchy({ ...hierarchy, at }).problems).toEqual([]);
    }
    expect(mesh.certificate).toMatchObject({
      subject: 'CN=mesh.a',
      pathLength: 1,
      notBefore: new Date('2029-12-31T23:55:00Z'),
      notAfter: new Date('2031-01-01T00:00:00Z'),
      keyUsages: ['keyCertSign', 'cRLSign'],
    });
    expect(root.certificate.pathLength).toBeUndefined();
    expect(root.certificate.serial).toMatch(/^[4-7][0-9a-f]{31}$/);
    expect(mesh.keyPem).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  test('do not let an intermediate begin before its root', async () => {
    const root = await createRoot(rootSpec, source);
    const parent = { ...root, certificate: { ...root.certificate, notBefore: NOW } };
    const made = await createIntermediate({ commonName: 'm', pathLength: 0, validityDays: 1 }, parent, source);
    expect(made.certificate.notBefore).toEqual(NOW);
  });

  test('write years from 2050 on as verifiers read them', async () => {
    const root = await createRoot({ ...rootSpec, validityDays: 36_500 }, source);
    expect(root.certificate.notAfter).toEqual(new Date('2129-12-08T00:00:00Z'));
  });

  test('fails an intermediate that its parent cannot hold', async () => {
    const root = await issue({ name: 'root', pathLength: 1, days: [1, 10] });
    await expect(
      createIntermediate({ commonName: 'mesh', pathLength: 1, validityDays: 11 }, root, source),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [InvalidInput: Intermediate 'mesh': path length is 1, expected less than the 1 of 'CN=root'. Use a parent with a larger path length, or none.
      Intermediate 'mesh': validity is from 2030-01-01T00:00:00.250Z, expected not before 2030-01-02T00:00:00Z, when 'CN=root' begins. Correct the clock of this machine.
      Intermediate 'mesh': validity is until 2030-01-12T00:00:00Z, expected at most until 2030-01-11T00:00:00Z, when 'CN=root' expires. Shorten it, or rotate the root first.]
    `);
  });

  test('fails names and lives beyond what X.509 and reason allow', async () => {
    await expect(
      createRoot({ commonName: 'x'.repeat(65), validityDays: 0 }, source),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [InvalidInput: Certificate 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx': common name is 65 characters long, expected 1 to 64 characters. Use shorter names for the fleet, the cluster or the trust domain.
      Certificate 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx': validity is 0 days, expected 1 to 36500 days. Use 3650 for a root and 365 for an intermediate.]
    `);
  });

  test('fails a key that is unreadable or of another certificate, without repeating it', async () => {
    const [root, other] = [await createRoot(rootSpec, source), await createRoot(rootSpec, source)];
    const spec = { commonName: 'mesh', pathLength: 1, validityDays: 1 };
    const make = (keyPem: string) => createIntermediate(spec, { ...root, keyPem }, source);
    await expect(make('hello')).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InvalidInput: Key of 'CN=root.demo.cluster.local' is not readable, expected an ECDSA P-256 key as PKCS#8 in PEM. Use the file that was written with the root, or convert the key with \`openssl pkcs8 -topk8 -nocrypt\`.]`,
    );
    await expect(make(other.keyPem)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[InvalidInput: Key of 'CN=root.demo.cluster.local' is the key of another certificate, expected the key that was made with this one. Pass the certificate and the key of the same root.]`,
    );
  });
});
