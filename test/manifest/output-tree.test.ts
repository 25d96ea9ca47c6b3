import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OutputTree } from '../../lib/manifest/output-tree.js';

let root: string;

beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'output-tree-')), 'dist');
});

afterEach(() => {
  rmSync(dirname(root), { recursive: true, force: true });
});

const cluster = (name: string, files: Record<string, string>) => [
  ...Object.entries(files).map(([path, text]) => ({ path: `sys/${name}/${path}`, text })),
  {
    path: `sys/${name}/inventory.tsv`,
    text: Object.keys(files)
      .map((path) => `${path}\tv1\tConfigMap\t\tx\n`)
      .join(''),
  },
];

function run(...clusters: { path: string; text: string }[][]) {
  const tree = new OutputTree(root, 'test');
  for (const files of clusters) tree.stage(files);
  return tree.commit();
}

function contents(folder = root): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (at: string) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else found[path.slice(folder.length + 1)] = readFileSync(path, 'utf8');
    }
  };
  if (existsSync(folder)) walk(folder);
  return found;
}

describe('OutputTree', () => {
  test('writes what was staged, and says so', () => {
    const changes = run(cluster('a', { '50-messaging/x.k8s.yaml': 'one' }));
    expect(changes).toEqual({
      added: ['sys/a/50-messaging/x.k8s.yaml', 'sys/a/inventory.tsv'],
      changed: [],
      removed: [],
      unchanged: 0,
    });
    expect(contents()['sys/a/50-messaging/x.k8s.yaml']).toBe('one');
    expect(readdirSync(dirname(root))).toEqual(['dist']);
  });

  test('leaves a file alone whose bytes are right already', () => {
    run(cluster('a', { '50-messaging/x.k8s.yaml': 'one', '50-messaging/y.k8s.yaml': 'two' }));
    const file = join(root, 'sys/a/50-messaging/x.k8s.yaml');
    utimesSync(file, new Date(0), new Date(0));
    const changes = run(cluster('a', { '50-messaging/x.k8s.yaml': 'one', '50-messaging/y.k8s.yaml': 'changed' }));
    expect(statSync(file).mtimeMs).toBe(0);
    expect(changes).toEqual({ added: [], changed: ['sys/a/50-messaging/y.k8s.yaml'], removed: [], unchanged: 2 });
  });

  test('removes what a former run wrote and this one did not, folders included, and nothing else', () => {
    run(
      cluster('a', { '50-messaging/x.k8s.yaml': '1', '40-policy/x.k8s.yaml': '2' }),
      cluster('gone', { '10-crds/c.k8s.yaml': '3' }),
    );
    writeFileSync(join(root, 'sys/a/50-messaging/mine.k8s.yaml'), 'by hand');
    writeFileSync(join(root, 'README'), 'by hand');
    mkdirSync(join(root, 'sys/other/50-messaging'), { recursive: true });
    writeFileSync(join(root, 'sys/other/50-messaging/x.k8s.yaml'), 'no inventory here');
    const changes = run(cluster('a', { '50-messaging/x.k8s.yaml': '1' }));
    expect(changes.removed).toEqual([
      'sys/a/40-policy/x.k8s.yaml',
      'sys/gone/10-crds/c.k8s.yaml',
      'sys/gone/inventory.tsv',
    ]);
    expect(Object.keys(contents()).sort()).toEqual([
      'README',
      'sys/a/50-messaging/mine.k8s.yaml',
      'sys/a/50-messaging/x.k8s.yaml',
      'sys/a/inventory.tsv',
      'sys/other/50-messaging/x.k8s.yaml',
    ]);
    expect(existsSync(join(root, 'sys/gone'))).toBe(false);
    expect(existsSync(join(root, 'sys/a/40-policy'))).toBe(false);
  });

  test('removes nothing that an edited inventory names outside its own cluster folder', () => {
    run(cluster('a', { '50-messaging/x.k8s.yaml': '1' }));
    writeFileSync(join(dirname(root), 'precious'), 'keep');
    writeFileSync(
      join(root, 'sys/a/inventory.tsv'),
      '../../../precious\n50-messaging/../../b/x.k8s.yaml\n/etc/hosts\n',
    );
    run(cluster('b', { '50-messaging/x.k8s.yaml': '1' }));
    expect(existsSync(join(dirname(root), 'precious'))).toBe(true);
    expect(existsSync(join(root, 'sys/b/50-messaging/x.k8s.yaml'))).toBe(true);
  });

  test('changes nothing when it is discarded', () => {
    run(cluster('a', { '50-messaging/x.k8s.yaml': 'one' }));
    const before = contents();
    const tree = new OutputTree(root, 'test');
    tree.stage(cluster('a', { '50-messaging/x.k8s.yaml': 'two', '40-policy/new.k8s.yaml': 'three' }));
    tree.discard();
    expect(contents()).toEqual(before);
    expect(readdirSync(dirname(root))).toEqual(['dist']);
  });

  test('can be filled again after it was discarded or committed', () => {
    const tree = new OutputTree(root, 'test');
    tree.stage(cluster('a', { '50-messaging/x.k8s.yaml': 'one' }));
    tree.discard();
    tree.stage(cluster('a', { '50-messaging/x.k8s.yaml': 'two' }));
    tree.commit();
    tree.stage(cluster('a', { '50-messaging/x.k8s.yaml': 'three' }));
    tree.commit();
    expect(contents()['sys/a/50-messaging/x.k8s.yaml']).toBe('three');
  });

  test('reads back from disk what will stand there after the commit', () => {
    run(cluster('a', { '50-messaging/x.k8s.yaml': 'same', '50-messaging/y.k8s.yaml': 'old' }));
    const tree = new OutputTree(root, 'test');
    tree.stage(cluster('a', { '50-messaging/x.k8s.yaml': 'same', '50-messaging/y.k8s.yaml': 'new' }));
    expect(tree.read('sys/a/50-messaging/x.k8s.yaml')).toBe('same');
    expect(tree.read('sys/a/50-messaging/y.k8s.yaml')).toBe('new');
    expect(contents()['sys/a/50-messaging/y.k8s.yaml']).toBe('old');
    tree.discard();
  });

  test('fails before it changes anything where a folder or a file stands in the way', () => {
    mkdirSync(join(root, 'sys/a/50-messaging/x.k8s.yaml'), { recursive: true });
    writeFileSync(join(root, 'sys/b'), 'a file');
    const tree = new OutputTree(root, 'test');
    tree.stage(cluster('a', { '40-policy/y.k8s.yaml': '1', '50-messaging/x.k8s.yaml': '1' }));
    tree.stage(cluster('b', { '40-policy/y.k8s.yaml': '1' }));
    const message = (() => {
      try {
        tree.commit();
      } catch (error) {
        return String(error).replaceAll(root, 'dist');
      }
      return 'no error';
    })();
    tree.discard();
    expect(message).toBe(
      'InvalidInput: dist/sys/a/50-messaging/x.k8s.yaml is a folder, expected a file, since the output goes there. Move it away and run again.\n' +
        'dist/sys/b is a file, expected a folder, since the output goes there. Move it away and run again.',
    );
    expect(existsSync(join(root, 'sys/a/40-policy'))).toBe(false);
  });
});
