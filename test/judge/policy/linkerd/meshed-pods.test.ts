import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { everyInjectedPod, meshedPods, undecidedPods } from '../../../../lib/judge/policy/linkerd/meshed-pods.js';
import { isNotJudged } from '../../../../lib/judge/policy/outcome.js';
import { clusterFrom } from '../../../support/rule-tester.js';
import { deployment, namespace, server } from '../../model/linkerd/objects.js';

const everyMeshedPod = meshedPods((pod) => [pod]);
/** The names of the pods that are found, or why they are not judged. */
const found = (about: typeof everyInjectedPod, yaml: string) => {
  const cluster = new ClusterIndex(clusterFrom(yaml));
  return cluster.resources.flatMap((resource) =>
    about(resource, cluster).map((target) =>
      isNotJudged(target) ? target.notJudged : target.resource.object.metadata.name,
    ),
  );
};
const plain = (parts = {}) => deployment({ annotations: '{}', ...parts });
const UNKNOWN = 'Namespace apps is not among the files';

describe('pods that a rule is about', () => {
  test('are those that are injected', () => {
    expect(found(everyInjectedPod, deployment() + server())).toEqual(['web']);
    expect(found(everyInjectedPod, namespace('{ linkerd.io/inject: enabled }') + plain())).toEqual(['web']);
  });
  test('are not those of a Namespace that asks for no proxy', () =>
    expect(found(everyInjectedPod, namespace() + plain() + server())).toEqual([]));
  test('are those with a proxy in their template, where the rule is about all of the mesh', () => {
    const own = plain({ spec: 'initContainers: [{ name: linkerd-proxy }]' });
    expect(found(everyMeshedPod, own)).toEqual(['web']);
    expect(found(everyInjectedPod, own)).toEqual([]);
  });
  test('are not judged where their Namespace is not among the files, though the cluster runs Linkerd', () => {
    expect(found(everyInjectedPod, plain() + server())).toEqual([UNKNOWN]);
    expect(found(everyMeshedPod, plain() + server())).toEqual([UNKNOWN]);
  });
  test('are not the business of a rule in a cluster without Linkerd', () =>
    expect(found(everyInjectedPod, plain())).toEqual([]));
  test.each([
    ['opt out', plain({ annotations: '{ linkerd.io/inject: disabled }' })],
    ['use the host network', plain({ spec: 'hostNetwork: true' })],
    ['are of a namespace that the injector excludes', plain({ namespace: 'kube-system' })],
    ['have a proxy already', plain({ spec: 'initContainers: [{ name: istio-init }]' })],
    ['belong to the control plane', plain({ labels: '{ linkerd.io/control-plane-component: web }' })],
  ])('are not those that %s, whatever their Namespace asks for', (_, yaml) =>
    expect(found(everyInjectedPod, yaml + server())).toEqual([]),
  );
});

test('undecided pods are those that the rules of a whole cluster do not judge, with the reason', () => {
  const cluster = new ClusterIndex(clusterFrom(plain() + server()));
  expect(undecidedPods(cluster)).toMatchObject([
    { notJudged: UNKNOWN, resource: { object: { kind: 'Deployment', metadata: { name: 'web' } } } },
  ]);
});
