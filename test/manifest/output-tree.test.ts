import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HalfWritten, OutputTree, sweepStaging } from '../../lib/manifest/output-tree.js';
import { FILE_SYSTEM } from '../../lib/manifest/replacement.js';

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

function refusalOf(tree: OutputTree): string {
  try {
    tree.commit();
  } catch (error) {
    return String(error).replaceAll(root, 'dist');
  }
  return 'no error';
}

describe('OutputTree', () => {
  test('writes what was staged, and says so', () => {
    const changes = run(cluster('a', { '50-messaging/x.k8s.yaml': 'one' }));
    expect(changes).toEqual({
      added: ['sys/a/50-messaging/x.k8s.yaml', 'sys/a/inventory.tsv'],
      changed: [],
      removed: [],
      unchanged: 0,
      untracked: [],
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
    expect(changes).toEqual({
      added: [],
      changed: ['sys/a/50-messaging/y.k8s.yaml'],
      removed: [],
      unchanged: 2,
      untracked: [],
    });
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
    const message = refusalOf(tree);
    tree.discard();
    expect(message).toBe(
      'InvalidInput: dist/sys/a/50-messaging/x.k8s.yaml is a folder, expected a file, since the output goes there. Move it away and run again.\n' +
        'dist/sys/b is a file, expected a folder, since the output goes there. Move it away and run again.',
    );
    expect(existsSync(join(root, 'sys/a/40-policy'))).toBe(false);
  });

  test('fails before it changes anything where a link leads nowhere, or a folder may not be written', () => {
    run(cluster('a', { '50-messaging/x.k8s.yaml': '1', '60-workloads/old.k8s.yaml': '1' }));
    symlinkSync('nowhere', join(root, 'sys/b'));
    const before = contents(join(root, 'sys/a'));
    const tree = new OutputTree(root, 'test', {
      ...FILE_SYSTEM,
      isWritable: (folder) => !/50-messaging|60-workloads/.test(folder),
    });
    tree.stage(cluster('a', { '40-policy/y.k8s.yaml': '1', '50-messaging/x.k8s.yaml': '2' }));
    tree.stage(cluster('b', { '40-policy/y.k8s.yaml': '1' }));
    const message = refusalOf(tree);
    tree.discard();
    expect(message.split('\n')).toEqual([
      'InvalidInput: dist/sys/a/50-messaging is a folder that this user may not write, expected a writable folder, since the output goes there. Correct its owner or its permissions, and run again.',
      'dist/sys/a/60-workloads is a folder that this user may not write, expected a writable folder, since the output goes there. Correct its owner or its permissions, and run again.',
      'dist/sys/b is a broken link, expected a folder, since the output goes there. Move it away and run again.',
    ]);
    expect(contents(join(root, 'sys/a'))).toEqual(before);
  });

  test('fails where the folder itself is a broken link', () => {
    symlinkSync('nowhere', root);
    const tree = new OutputTree(root, 'test');
    tree.stage(cluster('a', { '40-policy/y.k8s.yaml': '1' }));
    expect(refusalOf(tree)).toBe(
      'InvalidInput: dist is a broken link, expected a folder, since the output goes there. Move it away and run again.',
    );
    tree.discard();
  });

  test('puts everything back as it was wherever on the way the system refuses a step', () => {
    const former = cluster('a', { '10-crds/a.k8s.yaml': '1', '20-trust/b.k8s.yaml': '2', '30-mesh/c.k8s.yaml': '3' });
    run(former);
    mkdirSync(join(root, 'empty'));
    const [before, folders] = [contents(), readdirSync(root, { recursive: true }).sort()];
    utimesSync(join(root, 'sys/a/10-crds/a.k8s.yaml'), new Date(0), new Date(0));
    const attempt = (allowed: number): string => {
      let moves = 0;
      const tree = new OutputTree(root, 'test', {
        ...FILE_SYSTEM,
        move: (from, to) => {
          if (moves++ === allowed) throw new Error('ENOSPC: no space left on device');
          renameSync(from, to);
        },
      });
      // One file changes, one is new, two go with their folders, the inventory changes.
      tree.stage(cluster('a', { '10-crds/a.k8s.yaml': 'changed', '40-policy/d.k8s.yaml': 'new' }));
      const message = refusalOf(tree);
      tree.discard();
      return message;
    };
    for (const allowed of [0, 1, 2, 3, 4]) {
      expect(attempt(allowed)).toBe('Error: ENOSPC: no space left on device');
      expect(contents()).toEqual(before);
      expect(readdirSync(root, { recursive: true }).sort()).toEqual(folders);
      expect(statSync(join(root, 'sys/a/10-crds/a.k8s.yaml')).mtimeMs).toBe(0);
      expect(readdirSync(dirname(root))).toEqual(['dist']);
    }
    expect(attempt(5)).toBe('no error');
    expect(Object.keys(contents()).sort()).toEqual([
      'sys/a/10-crds/a.k8s.yaml',
      'sys/a/40-policy/d.k8s.yaml',
      'sys/a/inventory.tsv',
    ]);
  });

  test('keeps the former files aside, and says where, when they cannot be put back', () => {
    run(cluster('a', { '10-crds/a.k8s.yaml': '1', '20-trust/b.k8s.yaml': '2' }));
    const tree = new OutputTree(root, 'test', {
      ...FILE_SYSTEM,
      move: (from, to) => {
        if (to.endsWith('20-trust/b.k8s.yaml')) {
          // From here on nothing can be moved to where the first file was.
          rmSync(join(root, 'sys/a/10-crds'), { recursive: true });
          throw new Error('EIO: i/o error');
        }
        renameSync(from, to);
      },
    });
    tree.stage(cluster('a', { '10-crds/a.k8s.yaml': 'x', '20-trust/b.k8s.yaml': 'y' }));
    expect(() => tree.commit()).toThrow(HalfWritten);
    tree.discard();
    expect(readFileSync(`${root}.former-test/sys/a/10-crds/a.k8s.yaml`, 'utf8')).toBe('1');
  });

  test('replaces inventories last, so that a run that is killed midway is known to the next one', () => {
    run(cluster('a', { '10-crds/a.k8s.yaml': '1', '20-trust/b.k8s.yaml': '2' }));
    const order: string[] = [];
    const tree = new OutputTree(root, 'test', {
      ...FILE_SYSTEM,
      move: (from, to) => {
        order.push((from.startsWith(`${root}/`) ? from : to).slice(root.length + 1));
        renameSync(from, to);
      },
    });
    tree.stage(cluster('a', { '10-crds/a.k8s.yaml': '2', '90-last/z.k8s.yaml': '3' }));
    tree.commit();
    expect(order).toEqual([
      'sys/a/10-crds/a.k8s.yaml',
      'sys/a/90-last/z.k8s.yaml',
      'sys/a/20-trust/b.k8s.yaml',
      'sys/a/inventory.tsv',
    ]);
  });

  test('names the manifests that are not known to be its own, and leaves them', () => {
    run(cluster('a', { '10-crds/a.k8s.yaml': '1' }));
    rmSync(join(root, 'sys/a/inventory.tsv'));
    writeFileSync(join(root, 'notes.txt'), 'no manifest');
    const { untracked, removed } = run(cluster('b', { '10-crds/a.k8s.yaml': '1' }));
    expect({ untracked, removed }).toEqual({ untracked: ['sys/a/10-crds/a.k8s.yaml'], removed: [] });
    expect(contents()['sys/a/10-crds/a.k8s.yaml']).toBe('1');
  });
});

describe('sweepStaging', () => {
  test('removes what runs have left that are over, and nothing else', () => {
    for (const name of ['dist.staging-1', 'dist.staging-2', 'dist.staging', 'other.staging-1', 'dist.former-1']) {
      mkdirSync(join(dirname(root), name, 'sys'), { recursive: true });
    }
    expect(sweepStaging(root, (name) => name === '2')).toEqual([`${root}.staging-1`]);
    expect(readdirSync(dirname(root)).sort()).toEqual([
      'dist.former-1',
      'dist.staging',
      'dist.staging-2',
      'other.staging-1',
    ]);
  });

  test('finds nothing where there is no folder', () => {
    expect(sweepStaging(join(root, 'none/dist'), () => false)).toEqual([]);
  });
});
