import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Chart } from 'cdk8s';
import { load, loadAll } from 'js-yaml';
import { afterAll, expect, test, vi } from 'vitest';
import { runProgram } from '../lib/cli/program.js';
import { Cluster, NatsBroker } from '../lib/index.js';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
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

test('the example fleet of the README runs and has no faults', async () => {
  const block = codeBlocks('ts').find((code) => code.includes('synthesizeFleet')) ?? '';
  const program = join(outdir, 'shop.ts');
  const packaged = block.replace("'meshwright'", `'${new URL('lib/index.ts', root).href}'`);
  writeFileSync(program, packaged.replace('shop.root-1.crt', 'nats-mtls.root-1.crt'));
  const log = vi.spyOn(console, 'log').mockReturnValue();
  try {
    await import(pathToFileURL(program).href);
    expect(log.mock.calls).toEqual([['shop/main', expect.any(Number)]]);
  } finally {
    log.mockRestore();
  }
});

test('check prints of the seed what the README shows', async () => {
  const transcript = codeBlocks('').find((code) => code.startsWith('$ cat seed.yaml')) ?? '';
  const [, seed = '', args = '', shown] =
    /^\$ cat seed.yaml\n(.*?)\$ npm run --silent check -- (.*?)\n(.*)$/s.exec(transcript) ?? [];
  const file = join(outdir, 'seed.yaml');
  writeFileSync(file, seed);
  const printed: string[] = [];
  const terminal = { out: (text: string) => printed.push(text), err: (text: string) => printed.push(text) };
  await runProgram(['check', ...args.split(' ').map((word) => (word === 'seed.yaml' ? file : word))], terminal);
  expect(printed.join('').replaceAll(file, 'seed.yaml')).toBe(shown);
});

test('the README names only commands that there are', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const named = [...readme.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('cdk8s.yaml keeps the CLI from emptying the output folder', () => {
  const config = load(readFileSync(new URL('../cdk8s.yaml', import.meta.url), 'utf8'));
  expect(config).toMatchObject({ output: '.cdk8s/dist' });
});

/** The code blocks of the README in a language. */
function codeBlocks(language: string): string[] {
  return [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, code = '']) =>
    name === language ? [code] : [],
  );
}
