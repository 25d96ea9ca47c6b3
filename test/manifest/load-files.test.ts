import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findSources, loadCluster, loadPaths, MAX_FILE_BYTES } from '../../lib/manifest/load-files.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});
function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'load-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';
const below = (root: string, files: readonly string[]) => files.map((file) => file.slice(root.length + 1));

describe('findSources', () => {
  test('takes folders with stages for clusters of the fleet that they stand in, and the rest for one cluster', () => {
    const root = folderWith({
      'f/hub/20-trust/a.yaml': map,
      'f/hub/60-workloads/deep/b.yaml': map,
      'f/leaf/20-trust/a.yaml': map,
      'g/hub/20-trust/a.yaml': map,
      'other/c.yaml': map,
      'f/hub/notes.yaml': map,
    });
    const { clusters, notes } = findSources([root]);
    expect(notes).toEqual([]);
    expect(clusters.map(({ fleet, name, files }) => [fleet, name, below(root, files)])).toEqual([
      [root, root, ['other/c.yaml']],
      [`${root}/f`, 'hub', ['f/hub/20-trust/a.yaml', 'f/hub/60-workloads/deep/b.yaml', 'f/hub/notes.yaml']],
      [`${root}/f`, 'leaf', ['f/leaf/20-trust/a.yaml']],
      [`${root}/g`, 'hub', ['g/hub/20-trust/a.yaml']],
    ]);
    expect(findSources([`${root}/f/hub/`]).clusters.map(({ fleet, name }) => [fleet, name])).toEqual([
      [`${root}/f`, 'hub'],
    ]);
  });

  test('reads yaml, yml and json, and skips hidden folders and node_modules', () => {
    const root = folderWith({
      'a.yaml': map,
      'b.yml': map,
      'c.json': map,
      'd.txt': map,
      '.git/e.yaml': map,
      'node_modules/f.yaml': map,
    });
    expect(findSources([root]).clusters.flatMap(({ files }) => below(root, files))).toEqual([
      'a.yaml',
      'b.yml',
      'c.json',
    ]);
    expect(findSources([`${root}/d.txt`]).clusters).toHaveLength(1);
  });

  test('follows a link that leads back once, and a file that is given twice once', () => {
    const root = folderWith({ 'a.yaml': map });
    symlinkSync(root, `${root}/loop`);
    expect(findSources([root, `${root}/a.yaml`]).clusters.flatMap(({ files }) => below(root, files))).toEqual([
      'a.yaml',
    ]);
  });

  test('fails for a path that does not exist and a link that leads nowhere', () => {
    const root = folderWith({ 'a.yaml': map });
    symlinkSync(`${root}/gone`, `${root}/b.yaml`);
    const { notes, clusters } = findSources([root, `${root}/nope`]);
    expect(notes.map(({ file, level, message }) => `${level} ${file.slice(root.length + 1)} ${message}`)).toEqual([
      'error b.yaml does not exist',
      'error nope does not exist',
    ]);
    expect(clusters).toHaveLength(1);
  });
});

describe('loadCluster', () => {
  test('fails for files that are too large or no UTF-8, and for repeated objects', () => {
    const root = folderWith({
      'a.yaml': map,
      'b.yaml': map,
      'c.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xff, 0xfe]),
      'd.yaml': Buffer.alloc(MAX_FILE_BYTES + 1, '#'),
      'e.yaml': `\ufeff${map.replace('name: a', 'name: e')}`,
    });
    const { clusters, notes } = loadPaths([root]);
    expect(clusters.flatMap(({ view }) => view.subjects.map(({ object }) => object.metadata.name))).toEqual([
      'a',
      'a',
      'e',
    ]);
    expect(notes.map(({ kind, file }) => `${kind} ${file.slice(root.length + 1)}`)).toEqual([
      'not-text c.yaml',
      'too-large d.yaml',
      'duplicate-object b.yaml',
    ]);
  });

  test('fails for a file that has gone since it was found', () => {
    const { notes } = loadCluster({ name: 'a', fleet: 'b', files: ['/nope/a.yaml'] });
    expect(notes).toMatchObject([{ kind: 'unreadable', level: 'error', message: 'does not exist' }]);
  });
});
