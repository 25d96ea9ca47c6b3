import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import {
  hasSidecar,
  injectionOf,
  isGateway,
  isInMesh,
  revisionsOf,
} from '../../../../lib/judge/model/istio/injection.js';
import { clusterFrom } from '../../../support/rule-tester.js';
import { deployment, meshConfig, namespace, peers } from './security-objects.js';

function modeOf(yaml: string) {
  const cluster = new ClusterIndex(clusterFrom(yaml));
  const [pod] = cluster.pods;
  if (pod === undefined) throw new Error('the case has no pod');
  const injection = injectionOf(pod, cluster);
  expect(hasSidecar(pod, cluster)).toBe(injection.mode === 'sidecar');
  expect(isInMesh(pod, cluster)).toBe(injection.mode !== 'none');
  return injection;
}

describe('the sidecar injector', () => {
  test.each([
    ['a namespace that is enabled', namespace() + deployment(), 'default'],
    ['a namespace with a revision', namespace('{ istio.io/rev: prod }') + deployment(), 'prod'],
    [
      'both labels, of which the older one counts',
      namespace('{ istio-injection: enabled, istio.io/rev: prod }') + deployment(),
      'default',
    ],
    [
      'a pod that asks in a namespace without labels',
      namespace('{}') + deployment({ labels: 'sidecar.istio.io/inject: "true"' }),
      'default',
    ],
    ['a pod that names a revision', namespace('{}') + deployment({ labels: 'istio.io/rev: canary' }), 'canary'],
    [
      'a namespace whose revision a pod cannot change',
      namespace('{ istio.io/rev: prod }') + deployment({ labels: 'istio.io/rev: canary' }),
      'prod',
    ],
    [
      'an annotation that is no word of the injector',
      namespace() + deployment({ annotations: '{ sidecar.istio.io/inject: "no" }' }),
      'default',
    ],
    ['a namespace that only its policies tell of', peers() + deployment(), 'default'],
    [
      'an annotation that the label overrides',
      namespace() +
        deployment({ labels: 'sidecar.istio.io/inject: "true"', annotations: '{ sidecar.istio.io/inject: "false" }' }),
      'default',
    ],
  ])('adds a sidecar for %s', (_, yaml, revision) => expect(modeOf(yaml)).toEqual({ mode: 'sidecar', revision }));

  test.each([
    ['the host network', namespace() + deployment({ spec: 'hostNetwork: true' }), 'host-network'],
    [
      'kube-system',
      namespace('{ istio-injection: enabled }', 'kube-system') + deployment({ namespace: 'kube-system' }),
      'ignored-namespace',
    ],
    [
      'a namespace that is disabled',
      namespace('{ istio-injection: disabled, istio.io/rev: prod }') +
        deployment({ labels: 'sidecar.istio.io/inject: "true"' }),
      'namespace-opts-out',
    ],
    [
      'a pod that is labelled false',
      namespace() + deployment({ labels: 'sidecar.istio.io/inject: "false"' }),
      'pod-opts-out',
    ],
    [
      'a pod that is annotated false',
      namespace() + deployment({ annotations: '{ sidecar.istio.io/inject: "false" }' }),
      'pod-opts-out',
    ],
    [
      'an annotation where no webhook is called',
      namespace('{}') + deployment({ annotations: '{ sidecar.istio.io/inject: "true" }' }),
      'annotation-only',
    ],
    ['a namespace without labels', namespace('{}') + peers() + deployment(), 'unlabelled'],
    ['a namespace that nothing tells of', deployment(), 'unlabelled'],
  ])('adds none for %s', (_, yaml, reason) => expect(modeOf(yaml)).toEqual({ mode: 'none', reason }));

  test('leaves pods to ztunnel where their namespace says so', () => {
    expect(modeOf(namespace('{ istio.io/dataplane-mode: ambient }') + deployment())).toEqual({ mode: 'ambient' });
    expect(
      modeOf(
        namespace('{ istio.io/dataplane-mode: ambient }') + deployment({ labels: 'istio.io/dataplane-mode: none' }),
      ),
    ).toEqual({ mode: 'none', reason: 'unlabelled' });
  });
});

test('a gateway is known by its template, its image or its label', () => {
  const gatewayOf = (yaml: string) => new ClusterIndex(clusterFrom(yaml)).pods.map(isGateway);
  expect(gatewayOf(deployment({ annotations: '{ inject.istio.io/templates: gateway }' }))).toEqual([true]);
  expect(gatewayOf(deployment({ labels: 'istio: egressgateway' }))).toEqual([true]);
  expect(gatewayOf(deployment().replace('name: main', 'name: istio-proxy, image: auto'))).toEqual([true]);
  expect(gatewayOf(deployment())).toEqual([false]);
});

describe('revisions', () => {
  const of = (yaml: string) => revisionsOf(new ClusterIndex(clusterFrom(yaml)));

  test('are not known without a control plane', () => expect(of(namespace())).toBeUndefined());

  test('are those of control planes, of tags and of webhooks', () => {
    const tag = (labels: string, name: string) => `
---
{ apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: { name: ${name}, labels: ${labels} }, webhooks: [{ name: rev.namespace.sidecar-injector.istio.io }] }`;
    const names = of(
      meshConfig('{}', 'istio-1-31') +
        tag('{ istio.io/rev: 1-31, istio.io/tag: prod }', 'a') +
        tag('{ istio.io/rev: 1-30 }', 'b'),
    )?.names;
    expect(names).toEqual(['1-30', '1-31', 'prod']);
  });

  test('of the Sail operator may end in a version', () => {
    const revisions = of(`
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: mesh }
spec: { version: v1.30.3, namespace: istio-system, updateStrategy: { type: RevisionBased }, values: { revisionTags: [stable] } }
---
apiVersion: sailoperator.io/v1
kind: IstioRevisionTag
metadata: { name: prod }
spec: { targetRef: { kind: Istio, name: mesh } }
`);
    expect(revisions?.names).toEqual(['mesh-<version>', 'prod', 'stable']);
    expect(['mesh-v1-30-3', 'prod', 'mesh', 'default'].map((name) => revisions?.has(name))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
