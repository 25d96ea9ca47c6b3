import { spawnSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registerTrust } from '../../lib/cli/trust.js';

const NOW = new Date('2030-01-01T00:00:00Z');

describe('meshwright trust', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'meshwright-trust-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  async function trust(...args: string[]): Promise<{ code: number; out: string[]; err: string }> {
    const [out, err]: [string[], string[]] = [[], []];
    let code = 0;
    const program = new Command().exitOverride();
    registerTrust(program, {
      context: () => ({ cwd, now: NOW, crypto: webcrypto, print: (line) => out.push(line) }),
      printError: (line) => err.push(line),
      exit: (status) => {
        code = status;
      },
    });
    await program.parseAsync(['trust', ...args], { from: 'user' });
    return { code, out, err: err.join('\n') };
  }
  const files = () =>
    readdirSync(cwd, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'))
      .map((entry) => join(entry.parentPath, entry.name).slice(cwd.length + 1))
      .sort();
  const pems = () => files().filter((path) => /\.(crt|key)$/.test(path));
  const mode = (path: string) => (statSync(join(cwd, path)).mode & 0o777).toString(8);

  test('create writes a hierarchy that verify accepts, with keys for the owner alone', async () => {
    expect(await trust('create', 'demo', '--cluster', 'a', 'b')).toMatchObject({ code: 0, err: '' });
    expect(files()).toEqual([
      'systems/roots/demo.root-1.crt',
      ...['a', 'b'].flatMap((cluster) =>
        ['mesh', 'messaging'].flatMap((kind) =>
          ['crt', 'key', 'secret.yaml'].map((ending) => `trust/demo/root-1/${cluster}/${kind}.${ending}`),
        ),
      ),
      'trust/demo/root-1/root.crt',
      'trust/demo/root-1/root.key',
    ]);
    expect(['trust', 'trust/demo', 'trust/demo/root-1/a'].map(mode)).toEqual(['700', '700', '700']);
    expect(['trust/demo/root-1/root.key', 'trust/demo/root-1/a/mesh.secret.yaml'].map(mode)).toEqual(['600', '600']);
    expect(mode('systems/roots/demo.root-1.crt')).toBe('644');
    const { code, out } = await trust('verify', ...pems());
    expect({ code, out }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "out": [
          "root CN=root-1.demo.cluster.local: 2029-12-31T23:55:00Z to 2039-12-30T00:00:00Z, 3650 days left, with its key",
          "  intermediate CN=mesh.a.demo.cluster.local: 2029-12-31T23:55:00Z to 2031-01-01T00:00:00Z, 365 days left, with its key",
          "  intermediate CN=messaging.a.demo.cluster.local: 2029-12-31T23:55:00Z to 2031-01-01T00:00:00Z, 365 days left, with its key",
          "  intermediate CN=mesh.b.demo.cluster.local: 2029-12-31T23:55:00Z to 2031-01-01T00:00:00Z, 365 days left, with its key",
          "  intermediate CN=messaging.b.demo.cluster.local: 2029-12-31T23:55:00Z to 2031-01-01T00:00:00Z, 365 days left, with its key",
          "5 certificates, 5 private keys: 0 problems",
        ],
      }
    `);
  });

  test('create renders Secrets whose tls.crt leads to the root', async () => {
    await trust('create', 'demo', '--cluster', 'a', '--mesh-secret', 'mesh-ca', '--mesh-namespace', 'mesh');
    const read = (name: string) => readFileSync(join(cwd, 'trust/demo/root-1', name), 'utf8');
    const encode = (text: string) => Buffer.from(text).toString('base64');
    expect(load(read('a/mesh.secret.yaml'))).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: {
        name: 'mesh-ca',
        namespace: 'mesh',
        labels: {
          'app.kubernetes.io/managed-by': 'meshwright',
          'app.kubernetes.io/name': 'mesh-ca',
          'app.kubernetes.io/part-of': 'demo',
        },
      },
      data: {
        'ca.crt': encode(read('root.crt')),
        'tls.crt': encode(read('a/mesh.crt') + read('root.crt')),
        'tls.key': encode(read('a/mesh.key')),
      },
    });
    expect(load(read('a/messaging.secret.yaml'))).toMatchObject({
      metadata: { name: 'nats-messaging-intermediate', namespace: 'nats-system' },
    });
  });

  test('options set names, lives and folders', async () => {
    const { out } = await trust(
      ...['create', 'demo', '--cluster', 'a', '--trust-domain', 'corp.example', '--root-validity', '100d'],
      ...['--intermediate-validity', '240h', '--out', 'keys', '--public', 'pub'],
    );
    expect(out[0]).toBe('public  pub/demo.root-1.crt');
    const tree = (await trust('verify', 'pub/demo.root-1.crt', 'keys/root-1/a/mesh.crt')).out;
    expect(tree[0]).toMatch(/^root CN=root-1\.demo\.corp\.example: .*, 100 days left$/);
    expect(tree[1]).toMatch(/^ {2}intermediate CN=mesh\.a\.demo\.corp\.example: .*, 10 days left$/);
  });

  test('rotate adds a root beside the first, from which add-cluster signs', async () => {
    await trust('create', 'demo', '--cluster', 'a');
    const before = new Map(files().map((path) => [path, readFileSync(join(cwd, path), 'utf8')]));
    expect(await trust('rotate', 'demo')).toEqual({
      code: 0,
      err: '',
      out: [
        'public  systems/roots/demo.root-2.crt',
        'secret  trust/demo/root-2/root.crt',
        'secret  trust/demo/root-2/root.key',
      ],
    });
    expect(await trust('add-cluster', 'demo', 'a')).toMatchObject({ code: 0 });
    for (const [path, text] of before) expect(readFileSync(join(cwd, path), 'utf8')).toBe(text);
    const { code, out } = await trust('verify', ...pems());
    expect(code).toBe(0);
    expect(out.map((line) => line.split(':')[0])).toEqual([
      'root CN=root-1.demo.cluster.local',
      '  intermediate CN=mesh.a.demo.cluster.local',
      '  intermediate CN=messaging.a.demo.cluster.local',
      'root CN=root-2.demo.cluster.local',
      '  intermediate CN=mesh.a.demo.cluster.local',
      '  intermediate CN=messaging.a.demo.cluster.local',
      '6 certificates, 6 private keys',
    ]);
  });

  test('fails to overwrite, and then writes nothing', async () => {
    mkdirSync(join(cwd, 'systems/roots'), { recursive: true });
    writeFileSync(join(cwd, 'systems/roots/demo.root-1.crt'), 'mine');
    const { code, err } = await trust('create', 'demo', '--cluster', 'a');
    expect({ code, err }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "systems/roots/demo.root-1.crt is already there, expected a new file: keys and roots are never overwritten. Move it away, or name another folder with --public.",
      }
    `);
    expect(files()).toEqual(['systems/roots/demo.root-1.crt']);
  });

  test('fails to create a fleet twice', async () => {
    await trust('create', 'demo', '--cluster', 'a');
    const { code, err } = await trust('create', 'demo', '--cluster', 'b');
    expect({ code, err }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "trust/demo/root-1 is already there, expected a fleet without a root. Use \`trust rotate\` for a second root, \`trust add-cluster\` for another cluster.",
      }
    `);
  });

  test('fails to sign for a cluster twice under one root', async () => {
    await trust('create', 'demo', '--cluster', 'a');
    const { code, err } = await trust('add-cluster', 'demo', 'a');
    expect(code).toBe(2);
    const others = ['mesh.key', 'mesh.secret.yaml', 'messaging.crt', 'messaging.key', 'messaging.secret.yaml'];
    expect(err).toBe(
      `trust/demo/root-1/a/mesh.crt is already there, expected a new file: keys and roots are never overwritten. Move it away, or name another folder with --out. Likewise: ${others.map((file) => `trust/demo/root-1/a/${file}`).join(', ')}.`,
    );
    expect(err.split('\n')).toHaveLength(1);
  });

  test('fails where git would commit a key, or not commit the root', async () => {
    spawnSync('git', ['init', '--quiet'], { cwd });
    writeFileSync(join(cwd, '.gitignore'), 'systems/\n');
    const { code, err } = await trust('create', 'demo', '--cluster', 'a');
    expect(code).toBe(2);
    expect(err.split('\n')).toEqual([
      "systems/roots/demo.root-1.crt is ignored by git, expected a place that git commits, because it is the fleet's public root. Choose another folder with --public, or narrow the pattern in .gitignore.",
      expect.stringMatching(
        /^trust\/demo\/root-1\/a\/mesh\.crt is not ignored by git, expected a place that git never commits, because it holds keys\. Add \/trust\/ to \.gitignore, or choose a folder outside the work tree with --out\. Likewise: .*, trust\/demo\/root-1\/root\.crt, trust\/demo\/root-1\/root\.key\.$/,
      ),
    ]);
    expect(files()).toEqual(['.gitignore']);
    writeFileSync(join(cwd, '.gitignore'), '/trust/\n');
    expect(await trust('create', 'demo', '--cluster', 'a')).toMatchObject({ code: 0, err: '' });
  });

  test('fails bad names, domains and lives, all at once', async () => {
    const { code, err } = await trust(
      ...['create', 'De/mo', '--cluster', 'a', 'a', '../b', '--trust-domain', 'x..y', '--root-validity', 'ever'],
      ...['--intermediate-validity', '0d', '--mesh-namespace', 'A', '--mesh-secret', 'b/c'],
      ...['--messaging-namespace', '', '--messaging-secret', '-'],
    );
    expect(code).toBe(2);
    expect(err).toMatchInlineSnapshot(`
      "Cluster name is '../b', expected a DNS label of 1 to 63 characters: a-z, 0-9 and - inside. Choose such a name.
      Fleet name is 'De/mo', expected a DNS label of 1 to 63 characters: a-z, 0-9 and - inside. Choose such a name.
      Option --cluster is 'a' more than once, expected each cluster once. Remove the duplicate.
      Option --intermediate-validity is '0d', expected 1d to 36500d, or as many hours. Use 3650d for a root and 365d for an intermediate.
      Option --mesh-namespace is 'A', expected a DNS label of 1 to 63 characters: a-z, 0-9 and - inside. Choose such a name.
      Option --mesh-secret is 'b/c', expected DNS labels joined by dots. Choose such a name.
      Option --messaging-namespace is '', expected a DNS label of 1 to 63 characters: a-z, 0-9 and - inside. Choose such a name.
      Option --messaging-secret is '-', expected DNS labels joined by dots. Choose such a name.
      Option --root-validity is 'ever', expected 1d to 36500d, or as many hours. Use 3650d for a root and 365d for an intermediate.
      Option --trust-domain is 'x..y', expected DNS labels joined by dots. Choose such a name."
    `);
  });

  test('fails without clusters, and without a root to sign with', async () => {
    const { err: absent } = await trust('create', 'demo');
    const { code, err } = await trust('rotate', 'demo');
    expect({ code, absent, err }).toMatchInlineSnapshot(`
      {
        "absent": "Option --cluster is absent, expected the name of each cluster. Give it once for each cluster.",
        "code": 2,
        "err": "trust/demo/root-1/root.crt is absent, expected the fleet's root with its key. Run \`trust create\` first, restore the offline root for this step, or name its folder with --out.
      trust/demo/root-1/root.key is absent, expected the fleet's root with its key. Run \`trust create\` first, restore the offline root for this step, or name its folder with --out.",
      }
    `);
  });

  test('verify fails what does not belong together, and never prints a key', async () => {
    await trust('create', 'demo', '--cluster', 'a');
    await trust('create', 'other', '--cluster', 'b');
    const root = 'systems/roots/demo.root-1.crt';
    const { code, out } = await trust('verify', root, 'trust/other/root-1/b/mesh.crt', 'trust/other/root-1/root.key');
    expect(code).toBe(1);
    expect(out.map((line) => line.replace(/SHA-256 \w+/, 'SHA-256 …'))).toMatchInlineSnapshot(`
      [
        "root CN=root-1.demo.cluster.local: 2029-12-31T23:55:00Z to 2039-12-30T00:00:00Z, 3650 days left",
        "trust/other/root-1/b/mesh.crt: certificate 'CN=mesh.b.other.cluster.local': issuer is 'CN=root-1.other.cluster.local', which is not among the certificates, expected a certificate that leads to a root. Add the missing issuer, or have the certificate signed by one of the roots.",
        "trust/other/root-1/root.key is a private key (public key SHA-256 ……) without its certificate, expected the key of one of the certificates. Pass the certificate and the key that were made together.",
        "2 certificates, 1 private key: 2 problems",
      ]
    `);
  });

  test('verify judges at the moment that is asked for', async () => {
    await trust('create', 'demo', '--cluster', 'a');
    const root = 'systems/roots/demo.root-1.crt';
    const { code, out } = await trust('verify', root, '--at', '2040-01-01');
    expect({ code, out }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "out": [
          "root CN=root-1.demo.cluster.local: 2029-12-31T23:55:00Z to 2039-12-30T00:00:00Z, expired",
          "systems/roots/demo.root-1.crt: certificate 'CN=root-1.demo.cluster.local': validity is expired on 2039-12-30T00:00:00Z, expected valid beyond 2040-01-01T00:00:00Z. Issue it again.",
          "1 certificate, 0 private keys: 1 problem",
        ],
      }
    `);
    expect(await trust('verify', root, '--at', 'soon')).toEqual({
      code: 2,
      out: [],
      err: "Option --at is 'soon', expected a date of RFC 3339. Write 2030-01-31, or 2030-01-31T12:00:00Z.",
    });
  });

  test('verify fails files that are absent, or hold no readable key', async () => {
    expect(await trust('verify', 'absent.crt')).toEqual({
      code: 2,
      out: [],
      err: 'absent.crt is not readable, expected a PEM file. Check the path and its permissions.',
    });
    writeFileSync(join(cwd, 'bad.key'), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
    expect(await trust('verify', 'bad.key')).toEqual({
      code: 1,
      err: '',
      out: [
        'bad.key is a private key that cannot be read, expected PKCS#8, EC PRIVATE KEY or RSA PRIVATE KEY without a passphrase. Convert it with `openssl pkcs8 -topk8 -nocrypt`.',
        '0 certificates, 0 private keys: 1 problem',
      ],
    });
  });
});
