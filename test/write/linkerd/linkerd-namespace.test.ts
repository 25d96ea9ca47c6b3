import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { ClusterProps } from '../../../lib/write/fleet/cluster.js';
import { LinkerdNamespace, type LinkerdNamespaceProps } from '../../../lib/write/linkerd/linkerd-namespace.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { at, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const network: ClusterProps = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};

function fleetOf(mesh?: ClusterProps['mesh'], changes: Partial<LinkerdNamespaceProps> = {}): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', { ...network, ...(mesh && { mesh }) });
  cluster.add('ns', (chart) => {
    new LinkerdNamespace(chart, 'ns', { cluster, name: 'apps', ...changes });
  });
  return fleet;
}

const linkerd = (cni: boolean) => ({ kind: 'linkerd', version: '2.20', cni }) as const;
const namespace = (mesh?: ClusterProps['mesh']) => find(objectsOf(fleetOf(mesh), 'hub'), 'Namespace', 'apps').metadata;

describe('LinkerdNamespace', () => {
  test('meshes every pod, denies by default and limits the proxy', () => {
    expect(namespace(linkerd(true)).annotations).toEqual({
      'linkerd.io/inject': 'enabled',
      'config.linkerd.io/default-inbound-policy': 'deny',
      'config.linkerd.io/proxy-cpu-request': '50m',
      'config.linkerd.io/proxy-cpu-limit': '100m',
      'config.linkerd.io/proxy-memory-request': '64Mi',
      'config.linkerd.io/proxy-memory-limit': '128Mi',
    });
  });

  test('enforces the restricted profile unless the mesh needs a privileged init container', () => {
    const profile = (mesh?: ClusterProps['mesh']) => namespace(mesh).labels?.['pod-security.kubernetes.io/enforce'];
    expect(profile()).toBe('restricted');
    expect(profile(linkerd(true))).toBe('restricted');
    expect(profile(linkerd(false))).toBe('privileged');
    expect(namespace(linkerd(false)).labels?.['pod-security.kubernetes.io/audit']).toBe('restricted');
  });

  test('asks for nothing of Linkerd in a cluster of another mesh', () => {
    expect(filesOf(fleetOf({ kind: 'istio', version: '1.31' }))).toEqual(filesOf(fleetOf()));
  });

  test('lets nothing in, and nothing out but names and the control plane', () => {
    const policies = (mesh?: ClusterProps['mesh']) =>
      objectsOf(fleetOf(mesh), 'hub').filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies(linkerd(true)).map(({ metadata }) => metadata.name)).toEqual([
      'allow-dns',
      'allow-linkerd-control-plane',
      'default-deny',
    ]);
    expect(policies().map(({ metadata }) => metadata.name)).toEqual(['allow-dns', 'default-deny']);
    expect(at(find(policies(), 'NetworkPolicy', 'default-deny'), 'spec')).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    const ports = at(
      find(policies(linkerd(true)), 'NetworkPolicy', 'allow-linkerd-control-plane'),
      'spec.egress[0].ports',
    );
    expect(Array.isArray(ports) && ports.map((port) => at(port, 'port'))).toEqual([4143, 8080, 8086, 8090]);
  });

  test('fails on proxy limits below requests', () => {
    const proxyResources = { cpu: { request: '100m', limit: '50m' }, memory: { request: '64Mi', limit: '64Mi' } };
    expect(refusal(() => filesOf(fleetOf(linkerd(true), { proxyResources })))).toEqual([
      "LinkerdNamespace 'hub/apps': proxyResources.cpu.limit is 50m, expected at least the request of 100m. Raise the limit, or lower the request.",
    ]);
  });

  test('fails on props that no compiler saw', () => {
    const chart = new Chart(new App(), 'chart');
    const problems = refusal(() =>
      Reflect.construct(LinkerdNamespace, [chart, 'ns', { cluster: null, name: 'My Apps', proxy: {} }]),
    );
    expect(problems).toEqual([
      "LinkerdNamespace 'chart/ns': cluster is null, expected a cluster: what addCluster returned, or a new Cluster. Correct it.",
      "LinkerdNamespace 'chart/ns': name is 'My Apps', expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it.",
      "LinkerdNamespace 'chart/ns': proxy is an unknown option, expected one of cluster, name, proxyResources. Remove it, or correct its name.",
    ]);
  });
});
