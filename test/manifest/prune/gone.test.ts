import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emit } from '../../../lib/manifest/emit.js';
import type { InventoryEntry } from '../../../lib/manifest/inventory.js';
import { parseManifests } from '../../../lib/manifest/load.js';
import { identityKey, keyOf, type ManifestObject } from '../../../lib/manifest/object.js';
import { compareObjects } from '../../../lib/manifest/order.js';
import { type GoneObject, goneEntries, inOrderOfDeletion } from '../../../lib/manifest/prune/gone.js';

const entry = (name: string, more: Partial<InventoryEntry> = {}): InventoryEntry => ({
  path: '60-workloads/shop.k8s.yaml',
  apiVersion: 'v1',
  group: '',
  kind: 'ConfigMap',
  namespace: 'shop',
  name,
  ...more,
});

const keys = (...entries: InventoryEntry[]) => new Set(entries.map(keyOf));

test('what any former state holds and the present one lacks is gone, once, as of its newest revision', () => {
  const names = fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e'));
  fc.assert(
    fc.property(fc.array(names, { maxLength: 4 }), names, (states, present) => {
      const former = states.map((state, index) => ({
        revision: String(index),
        entries: state.map((name) => entry(name)),
      }));
      const gone = goneEntries(former, keys(...present.map((name) => entry(name))));
      const expected = [...new Set(states.flat())].filter((name) => !present.includes(name));
      expect(gone.map(({ name }) => name).sort()).toEqual(expected.sort());
      for (const { name, revision } of gone) expect(Number(revision)).toBe(states.findIndex((s) => s.includes(name)));
    }),
  );
});

test('another kind, group or namespace is another object; another version or file is not', () => {
  const gone = (now: InventoryEntry) => goneEntries([{ revision: 'r', entries: [entry('a')] }], keys(now)).length;
  expect(gone(entry('a'))).toBe(0);
  expect(gone(entry('a', { path: '40-policy/other.k8s.yaml', apiVersion: 'v2' }))).toBe(0);
  expect(gone(entry('a', { kind: 'Secret' }))).toBe(1);
  expect(gone(entry('a', { group: 'x.example', apiVersion: 'x.example/v1' }))).toBe(1);
  expect(gone(entry('a', { namespace: 'other' }))).toBe(1);
});

test('an object that one state names with its namespace and the other without may be the same, and stays', () => {
  const bare = entry('a/b', { namespace: '' });
  expect(goneEntries([{ revision: 'r', entries: [bare] }], keys(entry('a/b')))).toEqual([]);
  expect(goneEntries([{ revision: 'r', entries: [entry('a/b')] }], keys(bare))).toEqual([]);
  expect(goneEntries([{ revision: 'r', entries: [bare] }], keys(entry('b')))).toHaveLength(1);
});

test('the order of deletion is the reverse of the order of application', () => {
  const kinds = [
    'v1 ServiceAccount',
    'v1 ConfigMap',
    'apps/v1 Deployment',
    'policy.linkerd.io/v1beta3 Server',
  ] as const;
  const object = fc
    .record({
      kind: fc.constantFrom(...kinds),
      namespace: fc.constantFrom('a', 'b'),
      name: fc.constantFrom('x', 'y', 'z'),
    })
    .map(({ kind, namespace, name }): ManifestObject => {
      const [apiVersion = '', word = ''] = kind.split(' ');
      return { apiVersion, kind: word, metadata: { name, namespace } };
    });
  const file = fc.uniqueArray(object, { selector: identityKey, minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(file, file, file, (namespaces, policy, workloads) => {
      const files = { '00-namespaces/z': namespaces, '40-policy/a': policy, '60-workloads/b': workloads };
      // What kubectl meets: the files by name, and the documents in each.
      const applied = Object.entries(files).flatMap(([path, objects]) =>
        parseManifests(emit([...objects].sort(compareObjects)), path).resources.map(
          (resource): GoneObject => ({ path, object: resource.object }),
        ),
      );
      const shuffled = [...applied].sort((a, b) => (identityKey(a.object) < identityKey(b.object) ? -1 : 1));
      expect(inOrderOfDeletion(shuffled)).toEqual([...applied].reverse());
    }),
  );
});

test('routes of Linkerd go first, the broader before the narrower, whatever their names and order in the file', () => {
  const policy = (kind: string, name: string, spec = {}): GoneObject => ({
    path: '40-policy/shop.k8s.yaml',
    object: { apiVersion: 'policy.linkerd.io/v1beta3', kind, metadata: { name, namespace: 'shop' }, spec },
  });
  const route = (name: string, value: string, method?: string) =>
    policy('HTTPRoute', name, { rules: [{ matches: [{ path: { value }, ...(method !== undefined && { method }) }] }] });
  const gone = [
    policy('MeshTLSAuthentication', 'c'),
    route('c', '/v1/tools'),
    policy('AuthorizationPolicy', 'c'),
    route('a', '/v1', 'GET'),
    policy('Server', 'z'),
    route('b', '/v1'),
    policy('HTTPRoute', 'd'),
  ];
  const names = inOrderOfDeletion(gone).map(({ object }) => `${object.kind} ${object.metadata.name}`);
  expect(names).toEqual([
    'HTTPRoute d',
    'HTTPRoute b',
    'HTTPRoute a',
    'HTTPRoute c',
    'Server z',
    'AuthorizationPolicy c',
    'MeshTLSAuthentication c',
  ]);
});
