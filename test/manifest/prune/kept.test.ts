import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import type { GoneObject } from '../../../lib/manifest/prune/gone.js';
import { decide, INCLUDABLE, type Includable } from '../../../lib/manifest/prune/kept.js';
import { configMap, object } from '../../support/repository.js';

const claims = (name: string): ManifestObject => ({
  ...object('apps/v1', 'StatefulSet', name, 'shop'),
  spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
});

const at = (path: string, thing: ManifestObject): GoneObject => ({ path: `${path}.k8s.yaml`, object: thing });

/** What each object needs, by name, with the components that the cluster still has. */
function needs(
  gone: readonly GoneObject[],
  include: readonly Includable[] = [],
  components: string[] | 'none' = ['other'],
) {
  const present = components === 'none' ? undefined : new Set(components);
  const decisions = decide(gone, { include: new Set(include), components: present });
  return Object.fromEntries(decisions.map(({ object: { metadata }, needs: need }) => [metadata.name, need]));
}

describe('what holds data, or everything below it, is deleted only where it is included', () => {
  const guarded: [Includable, ManifestObject][] = [
    ['namespaces', object('v1', 'Namespace', 'x')],
    ['crds', object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x')],
    ['claims', object('v1', 'PersistentVolumeClaim', 'x', 'shop')],
    ['claims', claims('x')],
  ];
  test.each(guarded)('%s: %j', (kind, thing) => {
    const gone = [at('60-workloads/shop', thing)];
    expect(needs(gone)).toEqual({ x: kind });
    expect(needs(gone, [kind])).toEqual({ x: undefined });
    const others = INCLUDABLE.filter((other) => other !== kind);
    expect(needs(gone, others)).toEqual({ x: kind });
  });

  test('a StatefulSet without claims and kinds of the same name in other groups are deleted', () => {
    const others = [
      object('apps/v1', 'StatefulSet', 'a', 'shop'),
      { ...object('apps/v1', 'StatefulSet', 'b', 'shop'), spec: { volumeClaimTemplates: [] } },
      object('example.com/v1', 'Namespace', 'c'),
    ];
    expect(needs(others.map((thing) => at('60-workloads/shop', thing)))).toEqual({});
  });
});

describe('where a StatefulSet stays because of its claims', () => {
  const gone = [
    at('60-workloads/store', configMap('after')),
    at('50-messaging/store', claims('store')),
    at('40-policy/store', configMap('of-the-component')),
    at('40-policy/shop', configMap('of-a-component-that-is-gone')),
    at('40-policy/other', configMap('of-a-component-that-is-left')),
    at('40-policy/store', object('v1', 'ConfigMap', 'elsewhere', 'other-namespace')),
  ];

  test('what may guard it stays too', () => {
    expect(needs(gone)).toEqual({
      store: 'claims',
      'of-the-component': 'claims',
      'of-a-component-that-is-gone': 'claims',
    });
    const decisions = decide(gone, { include: new Set(), components: new Set(['other']) });
    expect(decisions.find(({ object: { metadata } }) => metadata.name === 'of-the-component')?.guards?.object).toEqual(
      claims('store'),
    );
  });

  test('its own component counts also where the cluster still has it', () => {
    expect(needs(gone, [], ['other', 'store', 'shop'])).toEqual({ store: 'claims', 'of-the-component': 'claims' });
  });

  test('nothing stays once claims are included', () => {
    expect(needs(gone, ['claims'])).toEqual({});
  });
});

test('of a cluster that is gone as a whole nothing is deleted unless clusters are included', () => {
  const gone = [at('60-workloads/shop', configMap('a')), at('00-namespaces/shop', object('v1', 'Namespace', 'ns'))];
  expect(needs(gone, ['namespaces'], 'none')).toEqual({ a: 'clusters', ns: 'clusters' });
  expect(needs(gone, ['clusters'], 'none')).toEqual({ a: undefined, ns: 'namespaces' });
});
