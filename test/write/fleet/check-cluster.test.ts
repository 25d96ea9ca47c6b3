import { describe, expect, test } from 'vitest';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { filesOf, refusal } from '../../support/synth.js';
import { oneCluster, props } from './one-cluster.js';

describe('Cluster', () => {
  test.each<[string, Partial<ClusterProps>, string]>([
    [
      'a Kubernetes version that is too new',
      { kubernetesVersion: '1.38' },
      "Cluster 'a': kubernetesVersion is '1.38', expected a minor version from 1.29 to 1.37. Use only major and minor version, such as '1.33'.",
    ],
    [
      'a patch version',
      { kubernetesVersion: '1.33.1' },
      "Cluster 'a': kubernetesVersion is '1.33.1', expected a minor version from 1.29 to 1.37. Use only major and minor version, such as '1.33'.",
    ],
    [
      'a version that Istio does not support',
      { kubernetesVersion: '1.31', mesh: { kind: 'istio', version: '1.31' } },
      "Cluster 'a': mesh.version is 1.31 with Kubernetes 1.31, expected Kubernetes 1.32 to 1.36, which Istio 1.31 supports. Use another release of Kubernetes: no known release of Istio supports 1.31. See https://istio.io/latest/docs/releases/supported-releases/.",
    ],
    [
      'a version that the mesh does not support',
      { kubernetesVersion: '1.30', mesh: { kind: 'linkerd', version: '2.20' } },
      "Cluster 'a': mesh.version is 2.20 with Kubernetes 1.30, expected Kubernetes 1.31 to 1.35, which Linkerd 2.20 supports. Use Linkerd 2.19, or another release of Kubernetes. See https://linkerd.io/2-edge/reference/k8s-versions/.",
    ],
    [
      'a cert-manager that does not support the version',
      { kubernetesVersion: '1.31', releases: { certManager: '1.21' } },
      "Cluster 'a': releases.certManager is 1.21 with Kubernetes 1.31, expected Kubernetes 1.33 to 1.36, which cert-manager 1.21 supports. Use cert-manager 1.18 or 1.19, or another release of Kubernetes. See https://cert-manager.io/docs/releases/.",
    ],
    [
      'an Envoy Gateway that is compiled with another Gateway API',
      {
        mesh: { kind: 'linkerd', version: '2.20', gatewayApi: { release: '1.4.1' } },
        releases: { envoyGateway: '1.8' },
      },
      "Cluster 'a': releases.envoyGateway is 1.8 with Gateway API 1.4.1, expected Gateway API 1.5.1, which Envoy Gateway 1.8 supports. Use Envoy Gateway 1.7, or another release of Gateway API. See https://gateway.envoyproxy.io/news/releases/matrix/.",
    ],
    [
      'no node address',
      { nodeAddresses: [] },
      "Cluster 'a': nodeAddresses is an empty list, expected at least one IP address or DNS name. List the addresses under which other clusters reach this cluster's nodes.",
    ],
    [
      'a URL as node address',
      { nodeAddresses: ['tls://192.0.2.1'] },
      "Cluster 'a': nodeAddresses is 'tls://192.0.2.1', expected an IP address or a DNS name, without scheme and port. Correct the address.",
    ],
    [
      'a mistyped address',
      { nodeAddresses: ['192.0.2.256'] },
      "Cluster 'a': nodeAddresses is '192.0.2.256', expected an IP address or a DNS name, without scheme and port. Correct the address.",
    ],
    [
      'a named node without egress',
      { nodeAddresses: ['node.example.org'] },
      "Cluster 'a': egressCidrs is absent, expected the CIDRs from which connections leave the cluster, since a node address is a DNS name. Set egressCidrs: network policies admit peers by address.",
    ],
    [
      'a CIDR without length',
      { podCidrs: ['10.42.0.0'] },
      "Cluster 'a': podCidrs is '10.42.0.0', expected a CIDR such as 10.42.0.0/16. Write address, slash and prefix length.",
    ],
    [
      'a CIDR with bits behind the prefix',
      { egressCidrs: ['10.42.1.0/16'] },
      "Cluster 'a': egressCidrs is '10.42.1.0/16', expected a network address: 10.42.0.0/16. Clear the bits after the prefix.",
    ],
    [
      'no Service CIDR',
      { serviceCidrs: [] },
      "Cluster 'a': serviceCidrs is an empty list, expected at least one CIDR. State the cluster's Service network; k3s uses 10.43.0.0/16 by default.",
    ],
    [
      'overlapping networks',
      { serviceCidrs: ['10.42.128.0/17'] },
      "Cluster 'a': serviceCidrs is 10.42.128.0/17, which overlaps the pod CIDR 10.42.0.0/16, expected networks that do not overlap. Correct one of the two.",
    ],
    [
      'a load balancer whose addresses are no network',
      { eastWest: { kind: 'LoadBalancer', cidrs: ['203.0.113.1/28'] } },
      "Cluster 'a': eastWest.cidrs is '203.0.113.1/28', expected a network address: 203.0.113.0/28. Clear the bits after the prefix.",
    ],
    [
      'a load balancer inside the cluster',
      { eastWest: { kind: 'LoadBalancer', cidrs: ['203.0.113.0/28', '10.43.7.0/24'] } },
      "Cluster 'a': eastWest.cidrs is '10.43.7.0/24', which overlaps 10.43.0.0/16, a network inside the cluster, expected addresses that other clusters can reach. Use those that the load balancer has outside the cluster.",
    ],
    [
      'a load balancer without addresses',
      { eastWest: { kind: 'LoadBalancer', cidrs: [] } },
      "Cluster 'a': eastWest.cidrs is an empty list, expected a list of at least 1, each text. Correct it.",
    ],
    [
      'a port that is none of the nodes',
      { eastWest: { kind: 'NodePort', nodePort: 15_443 } },
      "Cluster 'a': eastWest.nodePort is 15443, expected an integer from 30000 to 32767. Correct it.",
    ],
    [
      'a cluster domain with a slash',
      { clusterDomain: 'a/b' },
      "Cluster 'a': clusterDomain is 'a/b', expected a DNS name such as cluster.local. Use the domain that the cluster was set up with.",
    ],
  ])('fails on %s', (_, changes, message) => {
    expect(oneCluster(changes)).toEqual([message]);
  });

  test.each([
    ['the first supported version', { kubernetesVersion: '1.29' }],
    ['the last supported version', { kubernetesVersion: '1.37' }],
    ['the first version of Istio', { kubernetesVersion: '1.32', mesh: { kind: 'istio', version: '1.30' } }],
    ['the first version of the mesh', { kubernetesVersion: '1.31', mesh: { kind: 'linkerd', version: '2.20' } }],
    ['IPv6', { nodeAddresses: ['2001:db8::1'], podCidrs: ['fd00:1::/56'], serviceCidrs: ['fd00:2::/112'] }],
    ['a load balancer', { eastWest: { kind: 'LoadBalancer', cidrs: ['203.0.113.0/28', '2001:db8:1::/64'] } }],
    ['a node port', { eastWest: { kind: 'NodePort', nodePort: 32_767 } }],
    ['a named node with its egress', { nodeAddresses: ['node.example.org'], egressCidrs: ['192.0.2.0/28'] }],
  ] satisfies [string, Partial<ClusterProps>][])('accepts %s', (_, changes) => {
    expect(oneCluster(changes)).toEqual([]);
  });

  test.each(['', '1a', 'A', 'a_b', 'a'.repeat(41), '-a', '../a'])("fails on the name '%s'", (name) => {
    expect(oneCluster({}, name)).toEqual([
      `Cluster '${name}': name is '${name}', expected up to 40 lower-case letters, digits and dashes that start with a letter and end with a letter or digit. Rename the cluster; the name becomes a folder and the first part of NATS server names.`,
    ]);
  });
});

describe('addresses that no peer reaches', () => {
  test.each([
    ['0.0.0.0', 'which means every address of a host'],
    ['::', 'which means every address of a host'],
    ['127.0.0.1', 'which every host takes for itself'],
    ['::1', 'which every host takes for itself'],
    ['::ffff:127.0.0.1', 'which every host takes for itself'],
    ['localhost', 'which every host takes for itself'],
    ['224.0.0.1', 'which is not the address of one host'],
    ['255.255.255.255', 'which is not the address of one host'],
    ['169.254.1.1', 'which is valid only on its own link'],
    ['nats.ns.svc.cluster.local', 'a name that is known only inside the cluster'],
    ['10.42.0.5', 'which lies in 10.42.0.0/16, a network inside the cluster'],
    ['10.43.0.1', 'which lies in 10.43.0.0/16, a network inside the cluster'],
  ])("fails on the node address '%s'", (address, reason) => {
    expect(oneCluster({ nodeAddresses: [address], egressCidrs: ['192.0.2.1/32'] })).toEqual([
      `Cluster 'a': nodeAddresses is '${address}', ${reason}, expected an address of the cluster's nodes that other clusters can reach. Use the address that the nodes have outside the cluster.`,
    ]);
  });

  test('fails on an address that is given twice, or to two clusters', () => {
    expect(oneCluster({ nodeAddresses: ['192.0.2.1', '192.0.2.1'] })).toEqual([
      "Cluster 'a': nodeAddresses is '192.0.2.1' twice, expected each address once. Remove the duplicate.",
    ]);
    const fleet = new Fleet('fleet');
    fleet.addCluster('a', props);
    fleet.addCluster('b', props);
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Cluster 'b': nodeAddresses is '192.0.2.1', also an address of cluster 'a', expected addresses that no other cluster has. Correct one of the two: a client that dials the address may reach either cluster.",
    ]);
  });

  test.each(['A.example', 'a b', 'a..b', `${'a'.repeat(64)}.local`])("fails on the cluster domain '%s'", (domain) => {
    expect(oneCluster({ clusterDomain: domain })).toEqual([
      `Cluster 'a': clusterDomain is '${domain}', expected a DNS name such as cluster.local. Use the domain that the cluster was set up with.`,
    ]);
  });
});
