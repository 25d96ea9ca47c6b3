import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'cdk8s-cli-'));

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function tree(folder: string, base = folder): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
      const path = join(folder, entry.name);
      return entry.isDirectory()
        ? Object.entries(tree(path, base))
        : [[path.slice(base.length), readFileSync(path, 'utf8')]];
    }),
  );
}

function cdk8s(...args: string[]): string {
  // Without this the CLI asks a registry for a newer version of itself at each start.
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
  return execFileSync('npx', ['cdk8s', 'synth', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe("cdk8s' own CLI", () => {
  test('gives the same tree as the project, in dist and in a given folder', () => {
    const before = tree(join(root, 'dist'));
    expect(cdk8s()).toContain('.cdk8s/dist/nats-mtls/broker/50-messaging/nats-broker.k8s.yaml');
    expect(tree(join(root, 'dist'))).toEqual(before);
    expect(tree(join(root, '.cdk8s/dist'))).toEqual(before);
    cdk8s('--output', join(scratch, 'out'));
    expect(tree(join(scratch, 'out'))).toEqual(before);
  });
});
