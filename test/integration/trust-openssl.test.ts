import { spawnSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Certificate } from '../../lib/formats/x509/certificate.js';
import { createIntermediate, createRoot } from '../../lib/write/trust/create.js';
import { verifyHierarchy } from '../../lib/write/trust/verify.js';
import { daysFromNow, type Issued, type IssueSpec, issue, NOW } from '../write/trust/issue.js';

/** How root, intermediate and leaf depart from a good chain. */
interface Departure {
  readonly root?: Partial<IssueSpec>;
  readonly intermediate?: Partial<IssueSpec>;
  readonly leaf?: Partial<IssueSpec>;
  /** Days from NOW. @default 0 */
  readonly at?: number;
}

const GOOD: Readonly<Record<string, Departure>> = {
  'plain chain': {},
  'path lengths that just suffice': { root: { pathLength: 1 }, intermediate: { pathLength: 0 } },
  'first moment of the leaf': { at: -1 },
};
const BAD: Readonly<Record<string, Departure>> = {
  'root without room for an intermediate': { root: { pathLength: 0 } },
  'intermediate without CA flag': { intermediate: { ca: false } },
  'intermediate without keyCertSign': { intermediate: { usages: 1 } },
  'intermediate without key usage': { intermediate: { usages: 0 } },
  'intermediate with constraints that are not critical': { intermediate: { critical: false } },
  'intermediate without subject key identifier': { intermediate: { withoutSubjectKeyId: true } },
  'leaf without authority key identifier': { leaf: { authorityKeyId: null } },
  'leaf with the identifier of another issuer': { leaf: { authorityKeyId: 'ab'.repeat(20) } },
  'leaf that is expired': { at: 11 },
  'intermediate that is expired': { leaf: { days: [0, 200] }, at: 150 },
  'root that has not begun': { root: { days: [50, 1000] } },
};

describe('openssl and the verifier agree', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'meshwright-openssl-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function openssl(root: Certificate, intermediates: readonly Certificate[], target: Certificate, at: Date): boolean {
    const write = (name: string, certificates: readonly Certificate[]) => {
      writeFileSync(join(folder, name), certificates.map(({ pem }) => pem).join(''));
      return join(folder, name);
    };
    const { status, error } = spawnSync('openssl', [
      ...['verify', '-x509_strict', '-attime', String(at.getTime() / 1000), '-CAfile', write('root', [root])],
      ...(intermediates.length === 0 ? [] : ['-untrusted', write('chain', intermediates)]),
      write('target', [target]),
    ]);
    if (error !== undefined) throw error;
    return status === 0;
  }

  async function judge({ root = {}, intermediate = {}, leaf = {}, at = 0 }: Departure, forger?: Issued) {
    const top = await issue({ name: 'root', days: [-10, 1000], ...root });
    const middle = await issue({ name: 'mesh', parent: top, days: [-5, 100], ...intermediate });
    const names = [{ type: 'dns' as const, value: 'a.example' }];
    const forged = forger === undefined ? {} : { forger };
    const bottom = await issue({ name: 'leaf', parent: middle, ca: false, names, days: [-1, 10], ...leaf, ...forged });
    const moment = daysFromNow(at);
    const { problems } = verifyHierarchy({
      roots: [top.certificate],
      intermediates: [middle],
      leaves: [bottom],
      at: moment,
    });
    return {
      ours: problems.length === 0,
      theirs: openssl(top.certificate, [middle.certificate], bottom.certificate, moment),
    };
  }

  test.each(Object.entries(GOOD))('accepts: %s', async (_, departure) => {
    expect(await judge(departure)).toEqual({ ours: true, theirs: true });
  });

  test.each(Object.entries(BAD))('refuses: %s', async (_, departure) => {
    expect(await judge(departure)).toEqual({ ours: false, theirs: false });
  });

  test('refuses: leaf with a forged signature', async () => {
    expect(await judge({}, await issue({ name: 'mesh' }))).toEqual({ ours: false, theirs: false });
  });

  test('accepts what is created, with its key', async () => {
    const source = { crypto: webcrypto, now: NOW };
    const root = await createRoot({ commonName: 'root', validityDays: 36_500 }, source);
    for (const pathLength of [0, 1]) {
      const spec = { commonName: 'mesh', pathLength, validityDays: 365 };
      const { certificate, keyPem } = await createIntermediate(spec, root, source);
      expect(openssl(root.certificate, [], certificate, NOW)).toBe(true);
      const fromKey = spawnSync('openssl', ['pkey', '-pubout'], { input: keyPem, encoding: 'utf8' }).stdout;
      const fromCertificate = spawnSync('openssl', ['x509', '-noout', '-pubkey'], {
        input: certificate.pem,
        encoding: 'utf8',
      }).stdout;
      expect(fromKey).toBe(fromCertificate);
      expect(fromKey).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    }
  });
});
