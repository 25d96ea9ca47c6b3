import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HalfWritten, OutputTree } from '../../lib/manifest/output-tree.js';
import { FILE_SYSTEM } from '../../lib/manifest/replacement.js';
import { cluster, contents, outputFolder, refusalOf, run } from './output-folder.js';

let root: string;

beforeEach(() => {
  root = outputFolder();
});

afterEach(() => {
  rmSync(dirname(root), { recursive: true, force: true });
});

describe('a commit that cannot be carried out', () => {
  test('fails before it changes anything where a folder or a file stands in the way', () => {
    mkdirSync(join(root, 'sys/a/50-messaging/x.k8s.yaml'), { recursive: true });
    writeFileSync(join(root, 'sys/b'), 'a file');
    const tree = new OutputTree(root, 'test');
    tree.stage(cluster('a', { '40-policy/y.k8s.yaml': '1', '50-messaging/x.k8s.yaml': '1' }));
    tree.stage(cluster('b', { '40-policy/y.k8s.yaml': '1' }));
    const message = refusalOf(root, tree);
    tree.discard();
    expect(message).toBe(
      'InvalidInput: dist/sys/a/50-messaging/x.k8s.yaml is a folder, expected a file, since the output goes there. Move it away and run again.\n' +
        'dist/sys/b is a file, expected a folder, since the output goes there. Move it away and run again.',
    );
    expect(existsSync(join(root, 'sys/a/40-policy'))).toBe(false);
  });

  test('fails before it changes anything where a link leads nowhere, or a folder may not be written', () => {
    run(root, cluster('a', { '50-messaging/x.k8s.yaml': '1', '60-workloads/old.k8s.yaml': '1' }));
    symlinkSync('nowhere', join(root, 'sys/b'));
    const before = contents(join(root, 'sys/a'));
    const tree = new OutputTree(root, 'test', {
      ...FILE_SYSTEM,
      isWritable: (folder) => !/50-messaging|60-workloads/.test(folder),
    });
    tree.stage(cluster('a', { '40-policy/y.k8s.yaml': '1', '50-messaging/x.k8s.yaml': '2' }));
    tree.stage(cluster('b', { '40-policy/y.k8s.yaml': '1' }));
    const message = refusalOf(root, tree);
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
    expect(refusalOf(root, tree)).toBe(
      'InvalidInput: dist is a broken link, expected a folder, since the output goes there. Move it away and run again.',
    );
    tree.discard();
  });

  test('puts everything back as it was wherever on the way the system refuses a step', () => {
    const former = cluster('a', { '10-crds/a.k8s.yaml': '1', '20-trust/b.k8s.yaml': '2', '30-mesh/c.k8s.yaml': '3' });
    run(root, former);
    mkdirSync(join(root, 'empty'));
    const [before, folders] = [contents(root), readdirSync(root, { recursive: true }).sort()];
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
      const message = refusalOf(root, tree);
      tree.discard();
      return message;
    };
    for (const allowed of [0, 1, 2, 3, 4]) {
      expect(attempt(allowed)).toBe('Error: ENOSPC: no space left on device');
      expect(contents(root)).toEqual(before);
      expect(readdirSync(root, { recursive: true }).sort()).toEqual(folders);
      expect(statSync(join(root, 'sys/a/10-crds/a.k8s.yaml')).mtimeMs).toBe(0);
      expect(readdirSync(dirname(root))).toEqual(['dist']);
    }
    expect(attempt(5)).toBe('no error');
    expect(Object.keys(contents(root)).sort()).toEqual([
      'sys/a/10-crds/a.k8s.yaml',
      'sys/a/40-policy/d.k8s.yaml',
      'sys/a/inventory.tsv',
    ]);
  });

  test('keeps the former files aside, and says where, when they cannot be put back', () => {
    run(root, cluster('a', { '10-crds/a.k8s.yaml': '1', '20-trust/b.k8s.yaml': '2' }));
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
});
