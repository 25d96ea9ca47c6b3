import { describe, expect, test } from 'vitest';
import { onPod, onVolume } from './pod-findings.js';

describe('volumes', () => {
  test('fails one without a source, which would silently be empty, and one with two', async () => {
    const onlyName = await onPod('{ containers: [{ name: a, image: a }], volumes: [{ name: v }] }');
    expect(onlyName).toEqual([
      'schema/value-not-allowed spec.volumes[0]: no source, which makes it an empty folder -> one source, such as configMap, secret or emptyDir',
    ]);
    expect(await onVolume('emptyDir: {}, secret: { secretName: a }')).toEqual([
      'schema/value-not-allowed spec.volumes[0]: emptyDir and secret -> one source',
    ]);
  });

  test.each([
    ["hostPath: { path: '' }", 'missing-field spec.volumes[0].hostPath.path'],
    ['hostPath: { path: /a/../b }', 'value-not-allowed spec.volumes[0].hostPath.path'],
    ["persistentVolumeClaim: { claimName: '' }", 'missing-field spec.volumes[0].persistentVolumeClaim.claimName'],
    ["secret: { secretName: a, items: [{ key: '', path: a }] }", 'missing-field spec.volumes[0].secret.items[0].key'],
    [
      'secret: { secretName: a, items: [{ key: a, path: a, mode: -1 }] }',
      'value-not-allowed spec.volumes[0].secret.items[0].mode',
    ],
    [
      'secret: { secretName: a, items: [{ key: a, path: ..a }] }',
      'value-not-allowed spec.volumes[0].secret.items[0].path',
    ],
    ['projected: { defaultMode: 512 }', 'value-not-allowed spec.volumes[0].projected.defaultMode'],
    ['downwardAPI: { defaultMode: 512 }', 'value-not-allowed spec.volumes[0].downwardAPI.defaultMode'],
    [
      'projected: { sources: [{ serviceAccountToken: { path: a, expirationSeconds: 599 } }] }',
      'value-not-allowed spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds',
    ],
    ['configMap: {}', 'missing-field spec.volumes[0].configMap.name'],
    ['secret: {}', 'missing-field spec.volumes[0].secret.secretName'],
    ['secret: { secretName: a, defaultMode: 644 }', 'value-not-allowed spec.volumes[0].secret.defaultMode'],
    [
      'configMap: { name: a, items: [{ key: a, path: ../b }] }',
      'value-not-allowed spec.volumes[0].configMap.items[0].path',
    ],
    ['projected: { sources: [{}] }', 'value-not-allowed spec.volumes[0].projected.sources[0]'],
    ['projected: { sources: [{ secret: {} }] }', 'missing-field spec.volumes[0].projected.sources[0].secret.name'],
    [
      'projected: { sources: [{ configMap: {} }] }',
      'missing-field spec.volumes[0].projected.sources[0].configMap.name',
    ],
  ])('fails %s', async (fields, place) => {
    expect((await onVolume(fields)).map((line) => line.split(':')[0])).toEqual([`schema/${place}`]);
  });

  test('fails a name that is no DNS label', async () => {
    expect(
      (await onPod('{ containers: [{ name: a, image: a }], volumes: [{ name: A_b, emptyDir: {} }] }'))[0],
    ).toContain('schema/invalid-name spec.volumes[0].name');
  });

  test('accepts an empty folder in any spelling, and the widest mode', async () => {
    expect(await onVolume('emptyDir: ~')).toEqual([]);
    expect(await onVolume('secret: { secretName: a, defaultMode: 511 }')).toEqual([]);
  });
});
