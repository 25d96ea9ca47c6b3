import { describe, expect, test } from 'vitest';
import { onContainer } from './pod-findings.js';

describe('environment', () => {
  test.each([
    ['env: [{ name: A, valueFrom: {} }]', 'value-not-allowed spec.containers[0].env[0].valueFrom'],
    [
      'env: [{ name: A, value: b, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]',
      'value-not-allowed spec.containers[0].env[0].valueFrom',
    ],
    [
      'env: [{ name: A, valueFrom: { secretKeyRef: { key: a } } }]',
      'missing-field spec.containers[0].env[0].valueFrom.secretKeyRef.name',
    ],
    [
      'env: [{ name: A, valueFrom: { configMapKeyRef: { name: a, key: a/b } } }]',
      'invalid-name spec.containers[0].env[0].valueFrom.configMapKeyRef.key',
    ],
    [
      'env: [{ name: A, valueFrom: { secretKeyRef: { name: a, key: "" } } }]',
      'missing-field spec.containers[0].env[0].valueFrom.secretKeyRef.key',
    ],
    [
      'env: [{ name: A, valueFrom: { configMapKeyRef: { name: A, key: a } } }]',
      'invalid-name spec.containers[0].env[0].valueFrom.configMapKeyRef.name',
    ],
    ['envFrom: [{ secretRef: { name: A } }]', 'invalid-name spec.containers[0].envFrom[0].secretRef.name'],
    ['env: [{ name: "A=B", value: b }]', 'invalid-name spec.containers[0].env[0].name'],
    ['env: [{ name: "", value: b }]', 'missing-field spec.containers[0].env[0].name'],
    ['envFrom: [{ prefix: A }]', 'value-not-allowed spec.containers[0].envFrom[0]'],
    ['envFrom: [{ secretRef: {} }]', 'missing-field spec.containers[0].envFrom[0].secretRef.name'],
  ])('fails %s', async (fields, place) => {
    expect((await onContainer(fields)).map((line) => line.split(':')[0])).toEqual([`schema/${place}`]);
  });

  test('accepts the key of a file, which 1.34 added', async () => {
    expect(
      await onContainer('env: [{ name: A, valueFrom: { fileKeyRef: { volumeName: a, path: b, key: C } } }]'),
    ).toEqual([]);
  });

  test('accepts values, sources and an empty value beside a source', async () => {
    expect(
      await onContainer(
        'env: [{ name: A }, { name: b.c, value: "" }, { name: C, value: "", valueFrom: { secretKeyRef: { name: a, key: tls.crt } } }], envFrom: [{ configMapRef: { name: a } }]',
      ),
    ).toEqual([]);
  });
});
