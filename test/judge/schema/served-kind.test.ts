import { describe, expect, test } from 'vitest';
import { judgeSchemas, validate } from '../../../lib/judge/schema/validate.js';
import { brief, clusterOf, findingsOn } from './objects.js';

/** What is not judged, for want of a schema. */
async function unjudged(apiVersion: string, kind: string): Promise<readonly string[]> {
  const outcomes = await judgeSchemas(clusterOf(`{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: a } }`));
  return outcomes.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.rule));
}

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
    expect(await unknown('app/v1', 'Deploymnet')).toEqual([
      'schema/unknown-kind kind: app/v1 Deploymnet -> apps/v1 Deployment | Set kind to Deployment, and apiVersion to apps/v1.',
    ]);
  });

  test('fails a misspelt group of custom resources', async () => {
    expect(await unknown('cert-manger.io/v1', 'Certificate')).toEqual([
      'schema/unknown-kind apiVersion: cert-manger.io/v1 Certificate -> cert-manager.io/v1 | Set apiVersion to cert-manager.io/v1.',
    ]);
  });

  test.each([
    ['security.istio.io/v1', 'Deployment', 'apps/v1'],
    ['networking.istio.io/v1', 'PodMonitor', 'monitoring.coreos.com/v1'],
    ['telemetry.istio.io/v1', 'ConfigMap', 'v1'],
  ])('fails a kind of one known group in another: %s %s', async (apiVersion, kind, meant) => {
    expect(await unknown(apiVersion, kind)).toEqual([
      `schema/unknown-kind apiVersion: ${apiVersion} ${kind} -> ${meant} | Set apiVersion to ${meant}.`,
    ]);
  });

  test('fails on a kind with the name of a member of every JavaScript object', async () => {
    expect((await unknown('v1', 'constructor')).map((line) => line.split(' ')[0])).toEqual(['schema/unknown-kind']);
    expect((await unknown('constructor/v1', 'name')).map((line) => line.split(' ')[0])).toEqual([
      'schema/unknown-kind',
    ]);
  });

  test.each([
    ['example.com/v1', 'Zebra'],
    ['serving.knative.dev/v1', 'Service'],
    ['networking.gke.io/v1', 'Gateway'],
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['example.com/v1', 'Deployment'],
  ])('does not judge a kind of another project: %s %s', async (apiVersion, kind) => {
    expect(await unjudged(apiVersion, kind)).toEqual([`no schema of ${apiVersion} ${kind} is known`]);
  });

  test('fails on an unknown kind if kinds are strict', async () => {
    const zebra = clusterOf('{ apiVersion: example.com/v1, kind: Zebra, metadata: { name: a } }');
    expect((await validate(zebra, { strictKinds: true })).map(brief)).toEqual([
      'schema/unknown-kind kind: example.com/v1 Zebra -> a kind of Kubernetes or of a custom resource whose schema is known, among the files or given | Correct the kind, or give its CustomResourceDefinition or JSON schema with --schemas.',
    ]);
  });

  test('fails a kind that Kubernetes does not have in a group of its own', async () => {
    expect((await unknown('networking.k8s.io/v1', 'Zebra')).map((line) => line.split(':')[0])).toEqual([
      'schema/unknown-kind kind',
    ]);
  });
});
