import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bcrypt from 'bcryptjs';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registerCredentials } from '../../lib/cli/credentials.js';
import { readRoots } from '../../lib/cli/roots.js';
import { parseManifests } from '../../lib/manifest/load.js';
import type { SecretSource } from '../../lib/write/secrets/required-secret.js';
import { natsMtls } from '../../systems/nats-mtls.js';

describe('credentials', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'meshwright-credentials-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  async function credentials(args: readonly string[], secrets: SecretSource = { kind: 'credentials' }) {
    const [out, err]: [string[], string[]] = [[], []];
    let [code, bytes, keys] = [0, 0, 0];
    const program = new Command().exitOverride();
    registerCredentials(program, () => [natsMtls({ roots: readRoots('nats-mtls'), secrets })], {
      context: () => ({
        cwd,
        bcryptCost: 4,
        source: {
          bytes: (count) => Uint8Array.from({ length: count }, () => bytes++ % 256),
          userKey: () => {
            keys += 1;
            return { seed: `SUSEED${keys}`, publicKey: `UPUBLIC${keys}` };
          },
        },
        print: (line) => out.push(line),
      }),
      printError: (line) => err.push(line),
      exit: (status) => {
        code = status;
      },
    });
    await program.parseAsync(['credentials', ...args], { from: 'user' });
    return { code, out, err: err.join('\n') };
  }
  const secretsOf = (cluster: string) => {
    const path = `credentials/nats-mtls/${cluster}.secrets.yaml`;
    const { resources, notes } = parseManifests(readFileSync(join(cwd, path), 'utf8'), path);
    expect(notes).toEqual([]);
    return new Map(
      resources.map(({ object }) => [object.metadata.name, object['stringData'] as Record<string, string>] as const),
    );
  };
  const mode = (path: string) => (statSync(join(cwd, path)).mode & 0o777).toString(8);

  test('writes one file for each cluster, that only the owner can read, and says how to apply it', async () => {
    const { code, out, err } = await credentials(['nats-mtls']);
    expect({ code, out, err }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": [
          "secret  credentials/nats-mtls/broker.secrets.yaml",
          "secret  credentials/nats-mtls/leaf.secrets.yaml",
          "kubectl --context broker apply --server-side --filename credentials/nats-mtls/broker.secrets.yaml",
          "kubectl --context leaf apply --server-side --filename credentials/nats-mtls/leaf.secrets.yaml",
        ],
      }
    `);
    expect(readdirSync(join(cwd, 'credentials/nats-mtls'))).toEqual(['broker.secrets.yaml', 'leaf.secrets.yaml']);
    expect(['credentials/nats-mtls', 'credentials/nats-mtls/leaf.secrets.yaml'].map(mode)).toEqual(['700', '600']);
  });

  test('writes every Secret that the workloads name', async () => {
    await credentials([]);
    const common = ['nats-streams-nats-credentials'];
    expect([...secretsOf('broker').keys()].sort()).toEqual([
      'nats-broker-auth',
      'nats-publisher-nats-credentials',
      ...common,
    ]);
    expect([...secretsOf('leaf').keys()].sort()).toEqual([
      'nats-leaf-auth',
      ...common,
      'nats-subscriber-nats-credentials',
    ]);
  });

  test('gives the leaf the seed whose public half the broker knows', async () => {
    await credentials([]);
    expect(secretsOf('broker').get('nats-broker-auth')?.['auth.conf']).toContain('"UPUBLIC1"');
    expect(secretsOf('leaf').get('nats-leaf-auth')?.['auth.conf']).toContain('"SUSEED1"');
  });

  test('tells, in a comment that no cluster gets, the passwords of which Secrets hold only hashes', async () => {
    await credentials([]);
    for (const cluster of ['broker', 'leaf']) {
      const text = readFileSync(join(cwd, `credentials/nats-mtls/${cluster}.secrets.yaml`), 'utf8');
      const [comment = '', ...others] = text.split('\n').filter((line) => line.startsWith('#'));
      const [, id, password = ''] = /^# (\S+): (\S+) \(the Secrets hold only its hash\)$/.exec(comment) ?? [];
      expect([id, others]).toEqual([`${cluster}/sys`, []]);
      const conf = [...secretsOf(cluster).values()].map((data) => data['auth.conf'] ?? '').join('');
      const [, hash = ''] = /SYS_PASSWORD: "(.*)"/.exec(conf) ?? [];
      expect(bcrypt.compareSync(password, hash)).toBe(true);
    }
  });

  test('prints no secret', async () => {
    const { out, err } = await credentials([]);
    const printed = [...out, err].join('\n');
    for (const cluster of ['broker', 'leaf']) {
      for (const data of secretsOf(cluster).values()) {
        for (const text of Object.values(data)) {
          for (const word of text.match(/[A-Za-z0-9_$./-]{6,}/g) ?? []) expect(printed).not.toContain(word);
        }
      }
    }
  });

  test('has nothing to write where the fleet fetches its Secrets from a store', async () => {
    const { code, out } = await credentials([], { kind: 'external-secrets', storeName: 'vault' });
    expect({ code, out }).toEqual({ code: 0, out: ['No Secrets to generate: the fleets fetch theirs from a store.'] });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('fails where a file is there already, and leaves it as it is', async () => {
    mkdirSync(join(cwd, 'credentials/nats-mtls'), { recursive: true });
    writeFileSync(join(cwd, 'credentials/nats-mtls/leaf.secrets.yaml'), 'mine');
    const { code, err } = await credentials(['nats-mtls']);
    expect(code).toBe(2);
    expect(err).toMatchInlineSnapshot(
      `"credentials/nats-mtls/leaf.secrets.yaml is already there, expected a new file: keys and roots are never overwritten. To renew, move the fleet's files away, run the command again, and apply the new ones in every cluster; or choose another folder with --out."`,
    );
    expect(readdirSync(join(cwd, 'credentials/nats-mtls'))).toEqual(['leaf.secrets.yaml']);
    expect(readFileSync(join(cwd, 'credentials/nats-mtls/leaf.secrets.yaml'), 'utf8')).toBe('mine');
  });

  test('fails where git would commit the files', async () => {
    spawnSync('git', ['init', '--quiet', cwd]);
    const { code, err } = await credentials(['--out', 'open']);
    expect(code).toBe(2);
    expect(err).toContain('open/nats-mtls/broker.secrets.yaml is not ignored by git');
    expect(readdirSync(cwd)).toEqual(['.git']);
    writeFileSync(join(cwd, '.gitignore'), '/open/\n');
    expect(await credentials(['--out', 'open'])).toMatchObject({ code: 0, err: '' });
  });

  test('fails on a fleet that is not there', async () => {
    const { code, err } = await credentials(['other']);
    expect({ code, err }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "Fleet is 'other', expected 'nats-mtls'. Name one of them, or none for all.",
      }
    `);
  });
});
