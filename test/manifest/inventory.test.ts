import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inventoryLine, readInventory } from '../../lib/manifest/inventory.js';

test('what was written is read back', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !/[\t\n]/.test(text));
  const apiVersion = fc.constantFrom('v1', 'apps/v1', 'policy.linkerd.io/v1beta3', 'trust.cert-manager.io/v1alpha1');
  fc.assert(
    fc.property(name, apiVersion, fc.constantFrom('', 'shop', 'a-1'), (text, version, namespace) => {
      const metadata = namespace === '' ? { name: text } : { name: text, namespace };
      const line = inventoryLine('40-policy/shop-1.k8s.yaml', { apiVersion: version, kind: 'Thing', metadata });
      expect(readInventory(line)).toEqual({
        entries: [
          {
            path: '40-policy/shop-1.k8s.yaml',
            apiVersion: version,
            group: version.includes('/') ? version.split('/')[0] : '',
            kind: 'Thing',
            namespace,
            name: text,
          },
        ],
        strange: [],
      });
    }),
  );
});

test('a line that no run writes names nothing, and its number is reported', () => {
  const lines = [
    '40-policy/shop.k8s.yaml\tv1\tConfigMap\tshop\ta',
    '../shop.k8s.yaml\tv1\tConfigMap\tshop\ta',
    '40-policy/shop.k8s.yaml\tv1\t--all\tshop\ta',
    '40-policy/shop.k8s.yaml\tv1;x/v1\tConfigMap\tshop\ta',
    '40-policy/shop.k8s.yaml\tv1\tConfigMap\t$(x)\ta',
    '40-policy/shop.k8s.yaml\tv1\tConfigMap\tshop\t',
    '40-policy/shop.k8s.yaml\tv1\tConfigMap\tshop\ta\tb',
    '<<<<<<< HEAD',
  ];
  const { entries, strange } = readInventory(`${lines.join('\n')}\n`);
  expect(entries.map(({ name }) => name)).toEqual(['a']);
  expect(strange).toEqual([2, 3, 4, 5, 6, 7, 8]);
});
