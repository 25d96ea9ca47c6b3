import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findSources, loadCluster, MAX_FILE_BYTES, readText } from '../../lib/manifest/load-files.js';

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
  test('reads folders with stages as clusters of the fleet around them, and the rest as one cluster', () => {
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

  test('reads yaml, yml and json, hidden and in capitals too, and says what it passes over', () => {
    const root = folderWith({
      '.hidden.yaml': map,
      'A.YAML': map,
      'B.Yml': map,
      'a.yaml': map,
      'b.yml': map,
      'c.json': map,
      'd.txt': map,
      'e.jsonl': map,
      '.git/e.yaml': map,
      'inventory.tsv': 'what a synthesis wrote',
      'node_modules/f.yaml': map,
    });
    const { clusters, notes } = findSources([root]);
    expect(clusters.flatMap(({ files }) => below(root, files))).toEqual([
      '.hidden.yaml',
      'A.YAML',
      'B.Yml',
      'a.yaml',
      'b.yml',
      'c.json',
    ]);
    expect(notes.map(({ kind, level, file }) => `${level} ${kind} ${file.slice(root.length + 1)}`)).toEqual([
      'information not-searched .git',
      'information other-name d.txt',
      'information other-name e.jsonl',
      'information not-searched node_modules',
    ]);
    expect(findSources([`${root}/d.txt`, `${root}/.git`]).clusters).toHaveLength(2);
  });

  test('finds the same for overlapping paths in any order and spelling', () => {
    const root = folderWith({
      'f/hub/20-trust/a.yaml': map,
      'f/leaf/20-trust/a.yaml': map,
      'f/leaf/60-workloads/b.yaml': map,
      'loose/c.yaml': map,
    });
    const paths = ['', '/f/leaf', '/f/leaf/60-workloads', '/f/leaf/20-trust/a.yaml', '/loose/c.yaml', '/f/./hub/'];
    const all = findSources(paths.map((path) => `${root}${path}`));
    expect(all.clusters.map(({ name, files }) => `${name.slice(root.length)} ${files.length}`)).toEqual([
      ' 1',
      ' 1',
      ' 2',
    ]);
    for (let turn = 1; turn < paths.length; turn += 1) {
      const turned = [...paths.slice(turn), ...paths.slice(0, turn)].map((path) => `${root}${path}`);
      expect(findSources(turned)).toEqual(all);
      expect(findSources(turned.reverse())).toEqual(all);
    }
    expect(all).toEqual(findSources([root]));
  });

  test('takes clusters for one fleet, by whichever path each is named', () => {
    const root = folderWith({ 'f/hub/20-trust/a.yaml': map, 'f/leaf/20-trust/a.yaml': map });
    symlinkSync(`${root}/f`, `${root}/link`);
    const { clusters } = findSources([`${root}/link/leaf`, relative('.', `${root}/f/hub`), `${root}/f/leaf/../hub`]);
    expect(clusters.map(({ name }) => name)).toEqual(['hub', 'leaf']);
    expect(new Set(clusters.map(({ fleet }) => fleet)).size).toBe(1);
  });

  test('fails for a named pipe without opening it, in a folder and as a path', () => {
    const root = folderWith({});
    execFileSync('mkfifo', [`${root}/x.yaml`]);
    const notes = [root, `${root}/x.yaml`].flatMap((path) => findSources([path]).notes);
    expect(notes.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'error is a named pipe, not a file. Name a file, or - for standard input',
      'error is a named pipe, not a file. Name a file, or - for standard input',
    ]);
    expect(readText(`${root}/x.yaml`)).toMatchObject({ kind: 'unreadable' });
    expect(readText('/dev/zero')).toMatchObject({ message: expect.stringContaining('is a device') });
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
    symlinkSync(`${root}/c.yaml`, `${root}/c.yaml`);
    const { notes, clusters } = findSources([root, `${root}/nope`, '']);
    expect(
      notes.map(({ file, level, message }) => `${level} ${file.replace(`${root}/`, '')} ${message}`).sort(),
    ).toEqual([
      'error "" does not exist. Correct the path',
      'error b.yaml does not exist. Correct the path',
      'error c.yaml cannot be read (ELOOP)',
      'error nope does not exist. Correct the path',
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
      'd16.yaml': Buffer.from(`\ufeff${map}`, 'utf16le'),
      'e.yaml': `\ufeff${map.replace('name: a', 'name: e')}`,
    });
    const loaded = findSources([root]).clusters.map(loadCluster);
    const notes = loaded.flatMap((cluster) => cluster.notes);
    expect(loaded.flatMap(({ view }) => view.resources.map(({ object }) => object.metadata.name))).toEqual([
      'a',
      'a',
      'e',
    ]);
    expect(notes.map(({ kind, file }) => `${kind} ${file.slice(root.length + 1)}`)).toEqual([
      'not-text c.yaml',
      'too-large d.yaml',
      'not-text d16.yaml',
      'duplicate-object b.yaml',
    ]);
    expect(notes.find(({ file }) => file.endsWith('d16.yaml'))?.message).toBe('is UTF-16. Save it as UTF-8');
  });

  test('fails for a file that has gone since it was found', () => {
    const { notes } = loadCluster({ name: 'a', fleet: 'b', files: ['/nope/a.yaml'] });
    expect(notes).toMatchObject([{ kind: 'unreadable', level: 'error', message: 'does not exist. Correct the path' }]);
  });
});
