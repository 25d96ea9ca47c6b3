import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { load, loadAll } from 'js-yaml';
import { afterAll, expect, test } from 'vitest';
import { Cluster, NatsBroker } from '../lib/index.js';

const outdir = mkdtempSync(join(tmpdir(), 'own-app-'));

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

test("the constructs work in an app of one's own, with cdk8s' own writer, as the README shows", () => {
  const cluster = new Cluster('hub', {
    kubernetesVersion: '1.33',
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  const app = new App({ outdir });
  new NatsBroker(new Chart(app, 'nats', { disableResourceNameHashes: true }), 'broker', {
    cluster,
    secrets: { kind: 'external-secrets', storeName: 'vault' },
  });
  app.synth();
  const objects = loadAll(readFileSync(join(outdir, 'nats.k8s.yaml'), 'utf8'));
  expect(objects).toHaveLength(9);
  expect(objects).toContainEqual(expect.objectContaining({ kind: 'ExternalSecret' }));
});

test('the README names only commands that there are', () => {
  const root = new URL('../', import.meta.url);
  const readme = readFileSync(new URL('README.md', root), 'utf8');
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const named = [...readme.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('cdk8s.yaml keeps the CLI from emptying the output folder', () => {
  const config = load(readFileSync(new URL('../cdk8s.yaml', import.meta.url), 'utf8'));
  expect(config).toMatchObject({ output: '.cdk8s/dist' });
});
