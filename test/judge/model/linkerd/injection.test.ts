import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { isInjected, isMeshed, labelsInMesh, runsLinkerd } from '../../../../lib/judge/model/linkerd/injection.js';
import { clusterFrom } from '../../../support/rule-tester.js';
import { deployment, namespace, server } from './objects.js';

const podIn = (yaml: string) => {
  const cluster = new ClusterIndex(clusterFrom(yaml));
  const [pod] = cluster.pods;
  if (pod === undefined) throw new Error('the case has no pod');
  return { pod, cluster };
};
const inject = (value: string | undefined) => (value === undefined ? '{}' : `{ linkerd.io/inject: ${value} }`);

describe('isInjected', () => {
  test.each([
    ['enabled', 'enabled', true],
    ['enabled', undefined, true],
    ['enabled', 'disabled', false],
    ['enabled', '""', true],
    ['disabled', 'enabled', true],
    [undefined, 'enabled', true],
    [undefined, 'ingress', true],
    ['ingress', undefined, true],
    ['disabled', undefined, false],
    [undefined, 'disabled', false],
    [undefined, undefined, false],
    ['always', 'enabled', false],
    ['enabled', 'always', false],
  ])('namespace %s, pod %s: %s', (outer, own, expected) => {
    const { pod, cluster } = podIn(namespace(inject(outer)) + deployment({ annotations: inject(own) }));
    expect(isInjected(pod, cluster)).toBe(expected);
  });

  test.each([
    ['a pod of the host network', deployment({ spec: 'hostNetwork: true' })],
    ['a pod with a proxy of its own', deployment({ spec: 'initContainers: [{ name: linkerd-proxy }]' })],
    ['a pod with an init container of a mesh', deployment({ spec: 'initContainers: [{ name: istio-init }]' })],
    ['a pod of kube-system', deployment({ namespace: 'kube-system' })],
    ['a component of the control plane', deployment({ labels: '{ linkerd.io/control-plane-component: identity }' })],
    [
      'a namespace that keeps the webhooks out',
      namespace('{}', '{ config.linkerd.io/admission-webhooks: disabled }') + deployment(),
    ],
  ])('leaves out %s', (_, yaml) => {
    const { pod, cluster } = podIn(yaml);
    expect(isInjected(pod, cluster)).toBe(false);
  });
});

test('a pod with a proxy in its template is meshed, though not injected', () => {
  const { pod, cluster } = podIn(deployment({ spec: 'initContainers: [{ name: linkerd-proxy }]' }));
  expect(isMeshed(pod, cluster)).toBe(true);
});

describe('labelsInMesh', () => {
  test('adds the labels that the injector adds', () => {
    const { pod, cluster } = podIn(deployment());
    expect(labelsInMesh(pod, cluster)).toEqual({
      app: 'web',
      'linkerd.io/control-plane-ns': 'linkerd',
      'linkerd.io/proxy-deployment': 'web',
      'linkerd.io/workload-ns': 'apps',
    });
  });
  test('knows the namespace of the control plane', () => {
    const marked = namespace('{}', '{ linkerd.io/is-control-plane: "true" }', 'mesh');
    const { pod, cluster } = podIn(marked + deployment());
    expect(labelsInMesh(pod, cluster)['linkerd.io/control-plane-ns']).toBe('mesh');
  });
  test('adds nothing to a pod outside the mesh', () => {
    const { pod, cluster } = podIn(deployment({ annotations: '{}' }));
    expect(labelsInMesh(pod, cluster)).toEqual({ app: 'web' });
  });
});

describe('runsLinkerd', () => {
  const runs = (yaml: string) => runsLinkerd(new ClusterIndex(clusterFrom(yaml)));
  const other = deployment({ annotations: '{}' });
  test.each([
    ['an object of its API', other + server()],
    ['a pod that asks for a proxy', deployment()],
    ['a Namespace that asks for proxies', namespace('{ linkerd.io/inject: enabled }')],
    [
      'a component of the control plane',
      deployment({ annotations: '{}', metadata: 'labels: { linkerd.io/control-plane-component: identity }' }),
    ],
  ])('by %s', (_, yaml) => expect(runs(yaml)).toBe(true));
  test('not by other objects', () => expect(runs(other + namespace())).toBe(false));
});
