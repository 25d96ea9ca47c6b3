import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OutputTree, sweepStaging } from '../../lib/manifest/output-tree.js';
import { FILE_SYSTEM } from '../../lib/manifest/replacement.js';
import { cluster, contents, outputFolder, run } from './output-folder.js';

let root: string;

beforeEach(() => {
  root = outputFolder();
});

afterEach(() => {
  rmSync(dirname(root), { recursive: true, force: true });
});

describe('OutputTree', () => {
  test('writes what was staged, and says so', () => {
    const changes = run(root, cluster('a', { '50-messaging/x.k8s.yaml': 'one' }));
    expect(changes).toEqual({
      added: ['sys/a/50-messaging/x.k8s.yaml', 'sys/a/inventory.tsv'],
      changed: [],
      removed: [],
      unchanged: 0,
      untracked: [],
    });
    expect(contents(root)['sys/a/50-messaging/x.k8s.yaml']).toBe('one');
    expect(readdirSync(dirname(root))).toEqual(['dist']);
  });

  test('leaves a file alone whose bytes are right already', () => {
    run(root, cluster('a', { '50-messaging/x.k8s.yaml': 'one', '50-messaging/y.k8s.yaml': 'two' }));
    const file = join(root, 'sys/a/50-messaging/x.k8s.yaml');
    utimesSync(file, new Date(0), new Date(0));
    const changes = run(root, cluster('a', { '50-messaging/x.k8s.yaml': 'one', '50-messaging/y.k8s.yaml': 'changed' }));
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
      root,
      cluster('a', { '50-messaging/x.k8s.yaml': '1', '40-policy/x.k8s.yaml': '2' }),
      cluster('gone', { '10-crds/c.k8s.yaml': '3' }),
    );
    writeFileSync(join(root, 'sys/a/50-messaging/mine.k8s.yaml'), 'by hand');
    writeFileSync(join(root, 'README'), 'by hand');
    mkdirSync(join(root, 'sys/other/50-messaging'), { recursive: true });
    writeFileSync(join(root, 'sys/other/50-messaging/x.k8s.yaml'), 'no inventory here');
    const changes = run(root, cluster('a', { '50-messaging/x.k8s.yaml': '1' }));
    expect(changes.removed).toEqual([
      'sys/a/40-policy/x.k8s.yaml',
      'sys/gone/10-crds/c.k8s.yaml',
      'sys/gone/inventory.tsv',
    ]);
    expect(Object.keys(contents(root)).sort()).toEqual([
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
    run(root, cluster('a', { '50-messaging/x.k8s.yaml': '1' }));
    writeFileSync(join(dirname(root), 'precious'), 'keep');
    writeFileSync(
      join(root, 'sys/a/inventory.tsv'),
      '../../../precious\n50-messaging/../../b/x.k8s.yaml\n/etc/hosts\n',
    );
    run(root, cluster('b', { '50-messaging/x.k8s.yaml': '1' }));
    expect(existsSync(join(dirname(root), 'precious'))).toBe(true);
    expect(existsSync(join(root, 'sys/b/50-messaging/x.k8s.yaml'))).toBe(true);
  });

  test('changes nothing when it is discarded', () => {
    run(root, cluster('a', { '50-messaging/x.k8s.yaml': 'one' }));
    const before = contents(root);
    const tree = new OutputTree(root, 'test');
    tree.stage(cluster('a', { '50-messaging/x.k8s.yaml': 'two', '40-policy/new.k8s.yaml': 'three' }));
    tree.discard();
    expect(contents(root)).toEqual(before);
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
    expect(contents(root)['sys/a/50-messaging/x.k8s.yaml']).toBe('three');
  });

  test('reads back from disk what will stand there after the commit', () => {
    run(root, cluster('a', { '50-messaging/x.k8s.yaml': 'same', '50-messaging/y.k8s.yaml': 'old' }));
    const tree = new OutputTree(root, 'test');
    tree.stage(cluster('a', { '50-messaging/x.k8s.yaml': 'same', '50-messaging/y.k8s.yaml': 'new' }));
    expect(tree.read('sys/a/50-messaging/x.k8s.yaml')).toBe('same');
    expect(tree.read('sys/a/50-messaging/y.k8s.yaml')).toBe('new');
    expect(contents(root)['sys/a/50-messaging/y.k8s.yaml']).toBe('old');
    tree.discard();
  });

  test('replaces inventories last, so that a run that is killed midway is known to the next one', () => {
    run(root, cluster('a', { '10-crds/a.k8s.yaml': '1', '20-trust/b.k8s.yaml': '2' }));
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
    run(root, cluster('a', { '10-crds/a.k8s.yaml': '1' }));
    rmSync(join(root, 'sys/a/inventory.tsv'));
    writeFileSync(join(root, 'notes.txt'), 'no manifest');
    const { untracked, removed } = run(root, cluster('b', { '10-crds/a.k8s.yaml': '1' }));
    expect({ untracked, removed }).toEqual({ untracked: ['sys/a/10-crds/a.k8s.yaml'], removed: [] });
    expect(contents(root)['sys/a/10-crds/a.k8s.yaml']).toBe('1');
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
