import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unfold } from '../../lib/judge/schema/unfold.js';
import { Modules } from '../../scripts/import/modules.js';
import { foldedFile, projectReleases } from '../../scripts/import/outputs.js';
import type { Project } from '../../scripts/import/projects.js';

const MODULE = 'example.org/Widgets';
const cache = mkdtempSync(join(tmpdir(), 'modules-'));
let proxy: Server;
let address = '';
const asked: string[] = [];

function definition(...fields: string[]): string {
  const properties = Object.fromEntries(fields.map((field) => [field, { type: 'string' }]));
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.org' },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } } },
        },
      ],
    },
  });
}

const archives = new Map(
  [
    { version: 'v1.0.0', fields: ['size'] },
    { version: 'v1.1.0', fields: ['size', 'color'] },
  ].map(({ version, fields }) => [
    `/example.org/!widgets/@v/${version}.zip`,
    zipSync({
      [`${MODULE}@${version}/config/crds.yaml`]: strToU8(definition(...fields)),
      [`${MODULE}@${version}/README.md`]: strToU8('Widgets'),
    }),
  ]),
);

const project = (...versions: string[]): Project => ({
  releases: Object.fromEntries(
    versions.map((version) => [
      version.replace(/^v(\d+\.\d+).*/, '$1'),
      [{ module: MODULE, version, files: /^config\// }],
    ]),
  ),
});

const modules = (sums: string, folder = cache) =>
  new Modules(sums, { GOPROXY: `${address},direct`, XDG_CACHE_HOME: folder });

beforeAll(async () => {
  proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    const archive = archives.get(request.url ?? '');
    response.writeHead(archive === undefined ? 404 : 200).end(archive);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const bound = proxy.address();
  address = typeof bound === 'object' && bound !== null ? `http://127.0.0.1:${bound.port}` : '';
});

afterAll(async () => {
  await new Promise((resolve) => proxy.close(resolve));
  rmSync(cache, { recursive: true });
});

/** What is added to modules.sum, as the message of a missing hash says it. */
async function sumOf(version: string): Promise<string> {
  const failure = await modules('', mkdtempSync(join(cache, 'empty-')))
    .files({ module: MODULE, version }, /./)
    .catch((error: unknown) => String(error));
  const line = /(example\.org\/Widgets v\S+ h1:\S+)$/.exec(String(failure))?.[1];
  expect(line).toBeDefined();
  return `${line}\n`;
}

test('a line of its project and a line of modules.sum add a release, and its new fields are known from it on', async () => {
  const before = await projectReleases(modules(await sumOf('v1.0.0')), project('v1.0.0'));
  const sums = `${await sumOf('v1.0.0')}${await sumOf('v1.1.0')}`;
  const after = await projectReleases(modules(sums), project('v1.0.0', 'v1.1.0'));
  expect([...before.keys(), ...after.keys()]).toEqual(['1.0', '1.0', '1.1']);

  const { releases, kinds } = foldedFile(after);
  const fieldsOf = (release: string) =>
    Object.keys(
      unfold(kinds['example.org/v1/Widget'] ?? {}, { file: 'widgets', releases, release }).properties?.['spec']
        ?.properties ?? {},
    );
  expect([fieldsOf('1.0'), fieldsOf('1.1')]).toEqual([['size'], ['color', 'size']]);
});

test('an archive is fetched once', async () => {
  const [sums, folder] = [await sumOf('v1.0.0'), join(cache, 'once')];
  const from = asked.length;
  for (let run = 0; run < 2; run += 1)
    await modules(sums, folder).files({ module: MODULE, version: 'v1.0.0' }, /^config\//);
  expect(asked.slice(from)).toEqual(['/example.org/!widgets/@v/v1.0.0.zip']);
});

test('an archive with another hash is not used', async () => {
  const wrong = `${MODULE} v1.0.0 h1:AAAA`;
  await expect(modules(wrong, join(cache, 'wrong')).files({ module: MODULE, version: 'v1.0.0' }, /./)).rejects.toThrow(
    /^example\.org\/Widgets v1\.0\.0 has the hash h1:\S+, expected h1:AAAA as in modules\.sum\. Do not use this archive\.$/,
  );
});

test('a module that the proxy does not have, and files that a module does not have, are named', async () => {
  await expect(modules('').files({ module: MODULE, version: 'v9.0.0' }, /./)).rejects.toThrow(
    'example.org/Widgets v9.0.0 is not available from the Go module proxy: it answers 404. Set GOPROXY to a proxy that has it.',
  );
  const sums = await sumOf('v1.0.0');
  await expect(modules(sums).files({ module: MODULE, version: 'v1.0.0' }, /^deploy\//)).rejects.toThrow(
    'example.org/Widgets v1.0.0 has no file that matches /^deploy\\//.',
  );
});

test('a cached archive does not hide that its hash is missing, or has changed', async () => {
  const [sums, folder] = [await sumOf('v1.0.0'), join(cache, 'kept')];
  const widgets = { module: MODULE, version: 'v1.0.0' };
  await modules(sums, folder).files(widgets, /./);
  await expect(modules('', folder).files(widgets, /./)).rejects.toThrow('has no hash. Add to modules.sum');
  await expect(modules(`${MODULE} v1.0.0 h1:AAAA`, folder).files(widgets, /./)).rejects.toThrow('expected h1:AAAA');
});

test('a setting without a proxy is refused', async () => {
  const off = new Modules('', { GOPROXY: 'off', XDG_CACHE_HOME: cache });
  await expect(off.files({ module: MODULE, version: 'v1.0.0' }, /./)).rejects.toThrow(
    "GOPROXY is 'off', expected the address of a Go module proxy. Set GOPROXY, or install Go.",
  );
});
