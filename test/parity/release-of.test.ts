import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { namesOf, releaseOf } from '../../lib/parity/release-of.js';

const plugin = (image: string) =>
  ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'linkerd-cni', namespace: 'linkerd-cni' },
    spec: { template: { spec: { containers: [{ name: 'install-cni', image }] } } },
  }) as ManifestObject;

describe('releaseOf', () => {
  test.each([
    ['edge-25.10.7', '2.19', true],
    ['edge-26.6.3', '2.20', true],
    ['edge-26.8.3', '2.20', false],
    ['stable-2.14.10', '2.20', false],
  ])('finds %s among the values, and compares it with %s', (stated, line, known) => {
    expect(releaseOf([], { linkerdVersion: stated })).toEqual({ stated, line, known });
  });

  test.each([
    ['cr.l5d.io/linkerd/cni-plugin:v1.6.4', 'v1.6.4', '2.19', true],
    ['registry.example:5000/cni:v1.6.8', 'v1.6.8', '2.20', true],
    ['registry.example:5000/cni:v1.7.0', 'v1.7.0', '2.20', false],
    ['registry.example:5000/cni', '', '2.20', false],
  ])("finds linkerd-cni's own release in %s", (image, stated, line, known) => {
    expect(releaseOf([plugin(image)], {})).toEqual({ stated, line, known });
  });

  test('believes the values of the control plane before the image of linkerd-cni', () => {
    expect(releaseOf([plugin('x:v1.6.8')], { linkerdVersion: 'edge-25.10.7' }).line).toBe('2.19');
  });

  test('says where nothing is stated', () => {
    expect(releaseOf([], {})).toEqual({ stated: '', line: '2.20', known: false });
  });
});

describe('namesOf', () => {
  test('gives our name for a release that is not known, and for no other', () => {
    expect(namesOf({ stated: 'edge-26.8.3', known: false, line: '2.20' })).toEqual(['edge-26.8.3', 'edge-26.6.3']);
    expect(namesOf({ stated: 'v1.7.0', known: false, line: '2.20' })).toEqual(['v1.7.0', 'v1.6.8']);
    expect(namesOf({ stated: 'edge-25.10.7', known: true, line: '2.19' })).toBeUndefined();
    expect(namesOf({ stated: '', known: false, line: '2.20' })).toBeUndefined();
  });
});
