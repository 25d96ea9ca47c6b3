import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { compareObjects, compareText, inCanonicalOrder, orderedKeys } from '../../lib/manifest/order.js';

const object = (apiVersion: string, kind: string, name: string, namespace?: string): ManifestObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
});

const labels = (objects: readonly ManifestObject[]) =>
  objects.map(
    ({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace ?? '-'}/${metadata.name}`,
  );

describe('orderedKeys', () => {
  test('puts what identifies a mapping first and the rest in code-point order', () => {
    const mapping = { zone: 1, image: 1, Zone: 1, namespace: 1, kind: 1, args: 1, name: 1, metadata: 1, apiVersion: 1 };
    expect(orderedKeys(mapping)).toEqual([
      'apiVersion',
      'kind',
      'metadata',
      'name',
      'namespace',
      'image',
      'Zone',
      'args',
      'zone',
    ]);
  });

  test('sorts keys that look like numbers as text', () => {
    expect(orderedKeys({ 10: 1, 9: 1, a: 1 })).toEqual(['10', '9', 'a']);
  });

  test('loses no key, adds none, and does not depend on the order of insertion', () => {
    const keys = fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom('name', 'kind', 'image', 'constructor')));
    fc.assert(
      fc.property(keys, fc.gen(), (names, shuffle) => {
        const safe = names.filter((name) => name !== '__proto__');
        const shuffled = shuffle(fc.shuffledSubarray, safe, { minLength: safe.length });
        const ordered = orderedKeys(Object.fromEntries(safe.map((name) => [name, 0])));
        expect(orderedKeys(Object.fromEntries(shuffled.map((name) => [name, 0])))).toEqual(ordered);
        expect([...ordered].sort()).toEqual([...safe].sort());
      }),
    );
  });
});

describe('inCanonicalOrder', () => {
  test('orders mappings at every depth and keeps the order of lists', () => {
    const ordered = inCanonicalOrder({ b: [{ z: 1, name: 'x' }, 'second', 'a'], a: null });
    expect(JSON.stringify(ordered)).toBe('{"a":null,"b":[{"name":"x","z":1},"second","a"]}');
  });
});

describe('compareObjects', () => {
  test('puts what others need before those that need it', () => {
    const objects = [
      object('v1', 'Pod', 'p', 'ns'),
      object('apps/v1', 'StatefulSet', 's', 'ns'),
      object('policy.linkerd.io/v1beta3', 'HTTPRoute', 'x', 'ns'),
      object('security.istio.io/v1', 'AuthorizationPolicy', 'x', 'ns'),
      object('security.istio.io/v1', 'RequestAuthentication', 'x', 'ns'),
      object('policy.linkerd.io/v1alpha1', 'AuthorizationPolicy', 'x', 'ns'),
      object('policy.linkerd.io/v1alpha1', 'MeshTLSAuthentication', 'x', 'ns'),
      object('policy.linkerd.io/v1beta3', 'Server', 'x', 'ns'),
      object('v1', 'Service', 's', 'ns'),
      object('v1', 'ConfigMap', 'c', 'ns'),
      object('networking.k8s.io/v1', 'NetworkPolicy', 'n', 'ns'),
      object('v1', 'ServiceAccount', 'a', 'ns'),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'crd'),
      object('v1', 'Namespace', 'ns'),
    ];
    expect(objects.sort(compareObjects).map(({ kind }) => kind)).toEqual([
      'Namespace',
      'CustomResourceDefinition',
      'ServiceAccount',
      'NetworkPolicy',
      'ConfigMap',
      'Service',
      'MeshTLSAuthentication',
      'RequestAuthentication',
      'AuthorizationPolicy',
      'Server',
      'AuthorizationPolicy',
      'HTTPRoute',
      'StatefulSet',
      'Pod',
    ]);
  });

  test('tells objects of one rank apart by group, kind, namespace and name, in this order', () => {
    const objects = [
      object('b.io/v1', 'A', 'a'),
      object('a.io/v1', 'B', 'a', 'y'),
      object('a.io/v1', 'B', 'b', 'x'),
      object('a.io/v1', 'B', 'a', 'x'),
      object('a.io/v1', 'B', 'z'),
      object('a.io/v1', 'A', 'z', 'z'),
    ];
    expect(labels(objects.sort(compareObjects))).toEqual([
      'a.io/v1 A z/z',
      'a.io/v1 B -/z',
      'a.io/v1 B x/a',
      'a.io/v1 B x/b',
      'a.io/v1 B y/a',
      'b.io/v1 A -/a',
    ]);
  });
});

describe('compareText', () => {
  test('knows no locale', () => {
    expect(['ä', 'b', 'B', 'a', 'z'].sort(compareText)).toEqual(['B', 'a', 'b', 'z', 'ä']);
    expect(compareText('a', 'a')).toBe(0);
  });
});
