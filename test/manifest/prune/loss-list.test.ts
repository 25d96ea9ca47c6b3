import { expect, test } from 'vitest';
import type { Identity } from '../../../lib/manifest/object.js';
import { lossList } from '../../../lib/manifest/prune/loss-list.js';

const identity = (kind: string, name: string, namespace = 'ns', group = ''): Identity => ({
  group,
  kind,
  namespace,
  name,
});

const loss = (folder: string, gone: readonly Identity[], whole = false) => ({ folder, gone, whole });

test('says that nothing is gone, and since when', () => {
  expect(lossList([loss('shop/east', [])], 'HEAD (1234567)')).toBe('gone    no object since HEAD (1234567)\n');
});

test('groups objects by cluster, kind and namespace, and names the command of each cluster', () => {
  const gone = [
    identity('Server', 'b', 'ns', 'policy.linkerd.io'),
    identity('Server', 'a', 'ns', 'policy.linkerd.io'),
    identity('ClusterRole', 'r', '', 'rbac.authorization.k8s.io'),
    identity('ConfigMap', 'a'),
  ];
  expect(
    lossList([loss('shop/west', [identity('ConfigMap', 'x')]), loss('shop/east', gone), loss('a/b', gone, true)], 'v1'),
  ).toBe(
    [
      'gone    a/b: the whole cluster, 4 objects',
      'gone    shop/east: ClusterRole.rbac.authorization.k8s.io: r',
      'gone    shop/east: ConfigMap in ns: a',
      'gone    shop/east: Server.policy.linkerd.io in ns: a, b',
      'gone    shop/west: ConfigMap in ns: x',
      'delete  the 9 objects that are gone since v1; these print the commands, to read and then pipe to sh:',
      '        npm run -s prune -- a/b',
      '        npm run -s prune -- shop/east',
      '        npm run -s prune -- shop/west',
      '',
    ].join('\n'),
  );
  expect(lossList([loss('shop/west', [identity('ConfigMap', 'x')])], 'v1')).toContain(
    'delete  the object that is gone since v1;',
  );
});

test('stays short, and counts what it does not show', () => {
  const names = Array.from({ length: 30 }, (_, index) => `n${String(index).padStart(2, '0')}`);
  expect(
    lossList(
      [
        loss(
          'shop/east',
          names.map((name) => identity('ConfigMap', name)),
        ),
      ],
      'v1',
    ),
  ).toContain('ConfigMap in ns: n00, n01, n02, n03, n04, n05, n06, n07 and 22 more\n');
  const many = names.map((name) => loss(`shop/${name}`, [identity('ConfigMap', 'a'), identity('ConfigMap', 'b')]));
  const lines = lossList(many, 'v1').split('\n');
  expect(lines.filter((line) => line.startsWith('gone'))).toHaveLength(21);
  expect(lines[20]).toBe('gone    20 more, in 10 more groups');
  expect(lines.slice(-2)).toEqual(['        npm run -s prune -- shop', '']);
});
