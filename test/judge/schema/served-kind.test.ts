import { describe, expect, test } from 'vitest';
import { findingsOn } from './objects.js';

async function unknown(apiVersion: string, kind: string): Promise<string[]> {
  return findingsOn(`{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: a } }`);
}

describe('unknown kinds', () => {
  test('fails a version that is not served, and names those that are', async () => {
    expect(await unknown('apps/v1beta1', 'Deployment')).toEqual([
      'schema/unknown-kind apiVersion: apps/v1beta1 Deployment -> apps/v1 | Set apiVersion to apps/v1.',
    ]);
    expect(await unknown('policy.linkerd.io/v1', 'Server')).toEqual([
      'schema/unknown-kind apiVersion: policy.linkerd.io/v1 Server -> policy.linkerd.io/v1beta3 or policy.linkerd.io/v1beta2 or policy.linkerd.io/v1beta1 or policy.linkerd.io/v1alpha1 | Set apiVersion to policy.linkerd.io/v1beta3.',
    ]);
  });

  test('fails a group that the kind has left', async () => {
    expect(await unknown('extensions/v1beta1', 'Ingress')).toEqual([
      'schema/unknown-kind apiVersion: extensions/v1beta1 Ingress -> networking.k8s.io/v1 | Set apiVersion to networking.k8s.io/v1.',
    ]);
  });

  test('fails a misspelt kind, and looks for it in the same group first', async () => {
    expect(await unknown('apps/v1', 'Statefulset')).toEqual([
      'schema/unknown-kind kind: apps/v1 Statefulset -> apps/v1 StatefulSet | Set kind to StatefulSet.',
    ]);
    expect(await unknown('example.com/v1', 'Deploymnet')).toEqual([
      'schema/unknown-kind kind: example.com/v1 Deploymnet -> apps/v1 Deployment | Set kind to Deployment, and apiVersion to apps/v1.',
    ]);
  });

  test('fails a kind that bears the name of something every JavaScript object has', async () => {
    expect((await unknown('v1', 'constructor')).map((line) => line.split(' ')[0])).toEqual(['schema/unknown-kind']);
    expect((await unknown('constructor/v1', 'name')).map((line) => line.split(' ')[0])).toEqual([
      'schema/unknown-kind',
    ]);
  });

  test('fails a kind that nothing is known of', async () => {
    expect(await unknown('example.com/v1', 'Zebra')).toEqual([
      'schema/unknown-kind kind: example.com/v1 Zebra -> a kind of Kubernetes or of a custom resource that the project knows | Correct the kind, or exclude the file from the check.',
    ]);
  });
});
