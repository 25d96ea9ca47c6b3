import { describe, expect, test } from 'vitest';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { fieldsOf } from '../../lib/parity/fields.js';

const object = (fields: { [key: string]: Json }, kind = 'Thing') =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'x' }, ...fields }) as ManifestObject;
const fields = (spec: Json) =>
  Object.fromEntries([...fieldsOf(object({ spec }))].filter(([path]) => path.startsWith('spec')));
const rights = (rules: Json) =>
  [...fieldsOf(object({ rules }, 'ClusterRole')).keys()].filter((path) => path.startsWith('rules'));

describe('fieldsOf', () => {
  test('takes null, empty texts, lists and mappings for absent', () => {
    expect(fields({ a: null, b: '', c: [], d: {}, e: 0, f: false })).toEqual({ 'spec.e': '0', 'spec.f': 'false' });
  });

  test('tells a number from a text that looks like one', () => {
    expect(fields({ port: 1 })).not.toEqual(fields({ port: '1' }));
    expect(fields({ names: [1] })).not.toEqual(fields({ names: ['1'] }));
    expect(fields({ on: 'true' })).toEqual({ 'spec.on': '"true"' });
  });

  test('compares lists of plain values in any order', () => {
    expect(fields({ verbs: ['get', 'list'] })).toEqual(fields({ verbs: ['list', 'get'] }));
  });

  test('compares lists by the field that identifies their items, in any order', () => {
    const [a, b] = [
      { name: 'a', port: 1 },
      { name: 'b', port: 2 },
    ];
    expect(fields({ ports: [a, b] })).toEqual(fields({ ports: [b, a] }));
    expect(fields({ ports: [a] })).toEqual({ 'spec.ports.a.name': 'a', 'spec.ports.a.port': '1' });
  });

  test('loses no item whose name another one has', () => {
    const mounts = [
      { name: 'tmp', mountPath: '/a' },
      { name: 'tmp', mountPath: '/b' },
    ];
    expect(Object.values(fields({ mounts }))).toEqual(expect.arrayContaining(['/a', '/b']));
    const tolerations = [
      { key: 'x', effect: 'NoSchedule' },
      { key: 'x', effect: 'NoExecute' },
    ];
    expect(fields({ tolerations })['spec.tolerations[1].effect']).toBe('NoExecute');
  });

  test.each(['containers', 'initContainers', 'webhooks', 'env'])('compares the order of %s', (key) => {
    expect(fields({ [key]: [{ name: 'b' }, { name: 'a' }] })[`spec.${key}.order`]).toBe('b, a');
  });

  test('reads flags however they are written', () => {
    const written = (args: string[]) => fields({ args });
    expect(written(['-a=b', '--c', 'd', '--e'])).toEqual(written(['--e', '--c=d', '-a', 'b']));
    expect(written(['--given'])).toEqual({ 'spec.args["--given"]': 'given' });
    expect(written(['run', '--a=1=2'])).toEqual({ 'spec.args': 'run', 'spec.args["--a"]': '1=2' });
    expect(written(['--a=1', '--a=2'])).toEqual({ 'spec.args["--a"]': '1, 2' });
  });

  test('reads the documents in a ConfigMap, and leaves other texts as they are', () => {
    const found = fieldsOf(object({ data: { values: 'a: {b: 1}', cni_network_config: '{"c": 2}', plain: 'a: 1' } }));
    expect(found.get('data.values.a.b')).toBe('1');
    expect(found.get('data.cni_network_config.c')).toBe('2');
    expect(found.get('data.plain')).toBe('a: 1');
    expect(fieldsOf(object({ data: { values: 'a: [' } })).get('data.values')).toBe('a: [');
  });

  test('lists rights one by one, however rules put them together', () => {
    const apart = [
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
    ];
    expect(rights(apart)).toEqual(['rules["apps/deployments get"]', 'rules["apps/deployments list"]']);
    expect(rights([{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'get'] }]).sort()).toEqual(
      rights(apart),
    );
    expect(rights([{ apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['a'] }])).toEqual([
      'rules["/secrets get a"]',
    ]);
    expect(rights([{ nonResourceURLs: ['/metrics'], verbs: ['get'] }])).toEqual(['rules["/metrics get"]']);
  });

  test('compares quantities for what they are', () => {
    const limits = (cpu: string) => fields({ containers: [{ name: 'a', resources: { limits: { cpu } } }] });
    expect(limits('1000m')).toEqual(limits('1'));
  });
});
