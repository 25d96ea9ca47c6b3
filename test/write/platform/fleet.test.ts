import { ApiObject, type Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { InvalidInput } from '../../../lib/diagnostic.js';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import { publishFact } from '../../../lib/write/fleet/facts.js';
import { placeInStage } from '../../../lib/write/fleet/stage.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { filesOf, refusal } from '../../support/synth.js';

const props: ClusterProps = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};

function configMap(chart: Chart, id: string, name = id): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'ns' } });
}

function oneCluster(changes: Partial<ClusterProps>, name = 'a'): string[] {
  const fleet = new Fleet('fleet');
  fleet.addCluster(name, { ...props, ...changes });
  return refusal(() => filesOf(fleet));
}

describe('Fleet', () => {
  test('writes one file for each component and stage, and an inventory', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('a', props).add('web', (chart) => {
      configMap(chart, 'plain');
      placeInStage(configMap(chart, 'policy'), '40-policy');
    });
    const files = filesOf(fleet);
    expect([...files.keys()]).toEqual([
      'fleet/a/40-policy/web.k8s.yaml',
      'fleet/a/60-workloads/web.k8s.yaml',
      'fleet/a/inventory.tsv',
    ]);
    expect(files.get('fleet/a/inventory.tsv')).toBe(
      '40-policy/web.k8s.yaml\tv1\tConfigMap\tns\tpolicy\n60-workloads/web.k8s.yaml\tv1\tConfigMap\tns\tplain\n',
    );
  });

  test('labels every object with its component, its fleet and who manages it', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('a', props).add('web', (chart) => {
      configMap(chart, 'c');
    });
    expect(filesOf(fleet).get('fleet/a/60-workloads/web.k8s.yaml')).toBe(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: ns\n  labels:\n' +
        '    app.kubernetes.io/managed-by: meshwright\n    app.kubernetes.io/name: web\n    app.kubernetes.io/part-of: fleet\n',
    );
  });

  test('adding a component leaves the files of the others as they are', () => {
    const build = (more: boolean) => {
      const fleet = new Fleet('fleet');
      const cluster = fleet.addCluster('a', props);
      if (more) cluster.add('aaa', (chart) => void configMap(chart, 'first'));
      cluster.add('web', (chart) => void configMap(chart, 'c'));
      return filesOf(fleet);
    };
    const before = build(false).get('fleet/a/60-workloads/web.k8s.yaml');
    expect(build(true).get('fleet/a/60-workloads/web.k8s.yaml')).toBe(before);
  });

  test('fails on two clusters of one name', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('a', props);
    fleet.addCluster('a', props);
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Fleet 'fleet': cluster 'a' is defined 2 times, expected a different name for each cluster. Rename all but one.",
    ]);
  });

  test('fails on a fleet without clusters, and on a name that is no label', () => {
    expect(refusal(() => filesOf(new Fleet('My Fleet')))).toEqual([
      "Fleet 'My Fleet': clusters is an empty list, expected at least one cluster. Add one with addCluster.",
      "Fleet: name is 'My Fleet', expected up to 63 lower-case letters, digits and dashes that start with a letter. Rename the fleet; the name becomes a folder and a label.",
    ]);
  });

  test('fails on components of one name, or of a name that is no label', () => {
    const fleet = new Fleet('fleet');
    const cluster = fleet.addCluster('a', props);
    cluster.add('web', () => {});
    cluster.add('web', () => {});
    cluster.add('../x', () => {});
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Cluster 'a': component is '../x', expected up to 63 lower-case letters, digits and dashes. Rename the component; the name becomes a file and a label.",
      "Cluster 'a': component is 'web', added twice, expected a name that is unique within the cluster. Rename one of the two.",
    ]);
  });

  test('fails with the faults of all components of all clusters at once', () => {
    const fleet = new Fleet('fleet');
    for (const name of ['a', 'b']) {
      fleet
        .addCluster(name, { ...props, kubernetesVersion: '1.2', nodeAddresses: [`${name}.example`], egressCidrs: [] })
        .add('web', () => {
          throw new InvalidInput([{ where: `Web '${name}'`, got: 'x', expected: 'y', fix: 'Do z.' }]);
        });
    }
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Cluster 'a': kubernetesVersion is '1.2', expected a minor version from 1.28 to 1.35. Use only major and minor version, such as '1.33'.",
      "Cluster 'b': kubernetesVersion is '1.2', expected a minor version from 1.28 to 1.35. Use only major and minor version, such as '1.33'.",
      "Web 'a' is x, expected y. Do z.",
      "Web 'b' is x, expected y. Do z.",
    ]);
  });

  test('does not hide a programming error behind the problems', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('a', props).add('web', () => {
      throw new TypeError('a bug');
    });
    expect(() => filesOf(fleet)).toThrow(TypeError);
  });

  test('fails where two components make one object', () => {
    const fleet = new Fleet('fleet');
    const cluster = fleet.addCluster('a', props);
    cluster.add('one', (chart) => void configMap(chart, 'x', 'same'));
    cluster.add('two', (chart) => void configMap(chart, 'y', 'same'));
    expect(refusal(() => filesOf(fleet))).toEqual([
      "ConfigMap ns/same (v1) is made twice, by 'one/x' and by 'two/y', expected one construct per object of a cluster. Rename one of the two, or remove it.",
    ]);
  });
});

describe('Cluster', () => {
  test.each<[string, Partial<ClusterProps>, string]>([
    [
      'a Kubernetes version that is too new',
      { kubernetesVersion: '1.36' },
      "Cluster 'a': kubernetesVersion is '1.36', expected a minor version from 1.28 to 1.35. Use only major and minor version, such as '1.33'.",
    ],
    [
      'a patch version',
      { kubernetesVersion: '1.33.1' },
      "Cluster 'a': kubernetesVersion is '1.33.1', expected a minor version from 1.28 to 1.35. Use only major and minor version, such as '1.33'.",
    ],
    [
      'a version that Istio does not support',
      { kubernetesVersion: '1.31', mesh: { kind: 'istio', version: '1.31' } },
      "Cluster 'a': kubernetesVersion is 1.31 with istio 1.31, expected 1.32 to 1.35. Upgrade the cluster, or choose a release line of the mesh that supports it.",
    ],
    [
      'a version that the mesh does not support',
      { kubernetesVersion: '1.30', mesh: { kind: 'linkerd', version: '2.20' } },
      "Cluster 'a': kubernetesVersion is 1.30 with linkerd 2.20, expected 1.31 to 1.35. Upgrade the cluster, or choose a release line of the mesh that supports it.",
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
    ['the first supported version', { kubernetesVersion: '1.28' }],
    ['the last supported version', { kubernetesVersion: '1.35' }],
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

describe('input that no compiler saw', () => {
  /** The problems of a fleet of one cluster, whose props are as a JavaScript program might pass them. */
  const untyped = (props: unknown, name: unknown = 'a') => {
    const fleet = new Fleet('fleet');
    Reflect.apply(fleet.addCluster, fleet, [name, props]);
    return refusal(() => filesOf(fleet));
  };

  test.each<[string, unknown, string[]]>([
    [
      'no props',
      undefined,
      [
        "Cluster 'a': props is absent, expected an object with kubernetesVersion, nodeAddresses, podCidrs, serviceCidrs. Set it.",
      ],
    ],
    [
      'an empty object',
      {},
      [
        "Cluster 'a': kubernetesVersion is absent, expected text. Set it.",
        "Cluster 'a': nodeAddresses is absent, expected a list, each text. Set it.",
        "Cluster 'a': podCidrs is absent, expected a list, each text. Set it.",
        "Cluster 'a': serviceCidrs is absent, expected a list, each text. Set it.",
      ],
    ],
    [
      'values of wrong types, beside one of a wrong value',
      { ...props, kubernetesVersion: 1.3, nodeAddresses: '192.0.2.1', podCidrs: null, serviceCidrs: ['10.43.0.0'] },
      [
        "Cluster 'a': kubernetesVersion is 1.3, expected text. Correct it.",
        "Cluster 'a': nodeAddresses is '192.0.2.1', expected a list, each text. Correct it.",
        "Cluster 'a': podCidrs is null, expected a list, each text. Correct it.",
        "Cluster 'a': serviceCidrs is '10.43.0.0', expected a CIDR such as 10.42.0.0/16. Write address, slash and prefix length.",
      ],
    ],
    [
      'a misspelt option that is required, and one that is unlike any',
      { ...props, nodeAddresses: undefined, nodeAdresses: ['192.0.2.1'], colour: 'red' },
      [
        "Cluster 'a': colour is an unknown option, expected one of kubernetesVersion, mesh, clusterDomain, nodeAddresses, egressCidrs, eastWest, nodes, podCidrs, serviceCidrs. Remove it, or correct its name.",
        "Cluster 'a': nodeAdresses is an unknown option, expected nodeAddresses. Did you mean nodeAddresses? Correct the name.",
      ],
    ],
    [
      'a release of the Gateway API that is none',
      { ...props, mesh: { kind: 'linkerd', version: '2.20', gatewayApi: { release: 'v1.2' } } },
      ["Cluster 'a': mesh.gatewayApi.release is 'v1.2', expected a release such as '1.2.1'. Correct it."],
    ],
    [
      'a Gateway API that is newer than its Linkerd reads',
      { ...props, mesh: { kind: 'linkerd', version: '2.20', gatewayApi: { release: '1.6.1' } } },
      [
        "Cluster 'a': mesh.gatewayApi.release is 1.6.1, expected 1.1.1 to 1.5.1, which Linkerd 2.20 reads. Install 1.5.1, and set it here: of other releases Linkerd ignores unknown parts, or reads no route at all.",
      ],
    ],
    [
      'a mesh that does not exist',
      { ...props, mesh: { kind: 'linkrd', version: '2.20' } },
      ["Cluster 'a': mesh.kind is 'linkrd', expected 'linkerd' or 'istio'. Did you mean 'linkerd'? Correct it."],
    ],
    [
      'a release line of the mesh that does not exist',
      { ...props, mesh: { kind: 'linkerd', version: '2.18', cni: 'yes' } },
      [
        "Cluster 'a': mesh.cni is 'yes', expected true or false. Correct it, or remove it to use the default.",
        "Cluster 'a': mesh.version is '2.18', expected '2.19' or '2.20'. Correct it.",
      ],
    ],
    [
      'an Istio whose names are none',
      { ...props, mesh: { kind: 'istio', version: '1.20', revisionTag: 'Prod', trustDomain: '*', network: '' } },
      [
        "Cluster 'a': mesh.network is '', expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it, or remove it to use the default.",
        "Cluster 'a': mesh.revisionTag is 'Prod', expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it, or remove it to use the default.",
        "Cluster 'a': mesh.trustDomain is '*', expected a DNS name of lower-case letters, digits, dashes and dots, such as cluster.local. Correct it, or remove it to use the default.",
        "Cluster 'a': mesh.version is '1.20', expected '1.30' or '1.31'. Correct it.",
      ],
    ],
    [
      'a hole in a list',
      { ...props, nodeAddresses: ['192.0.2.1', undefined] },
      ["Cluster 'a': nodeAddresses[1] is absent, expected text. Set it."],
    ],
  ])('fails on %s', (_, given, expected) => {
    expect(untyped(given)).toEqual(expected);
  });

  test('fails on names and components that are none', () => {
    expect(untyped(props, null)).toEqual([
      'Cluster: name is null, expected up to 40 lower-case letters, digits and dashes that start with a letter and end with a letter or digit. Rename the cluster; the name becomes a folder and the first part of NATS server names.',
    ]);
    const fleet = Reflect.construct(Fleet, [{}]);
    const cluster = fleet.addCluster('a', props);
    Reflect.apply(cluster.add, cluster, [null, () => {}]);
    Reflect.apply(cluster.add, cluster, ['web', 'text']);
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Cluster 'a': component 'web' is 'text', expected a function that makes constructs below the chart it is given. Pass the function as the second argument.",
      "Cluster 'a': component is null, expected up to 63 lower-case letters, digits and dashes. Rename the component; the name becomes a file and a label.",
      "Fleet: name is '', expected up to 63 lower-case letters, digits and dashes that start with a letter. Rename the fleet; the name becomes a folder and a label.",
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

describe('cross-cluster checks', () => {
  const fleetStating = (...facts: Parameters<typeof publishFact>[1][]) => {
    const fleet = new Fleet('fleet');
    facts.forEach((fact, index) => {
      fleet
        .addCluster(`c${index}`, { ...props, nodeAddresses: [`192.0.2.${index + 1}`] })
        .add('x', (chart) => publishFact(chart, fact));
    });
    return refusal(() => filesOf(fleet));
  };
  const exposed = {
    kind: 'exposed',
    cluster: 'c0',
    nodePort: 30722,
    certifiedFor: ['192.0.2.1'],
    by: "NatsBroker 'c0/b'",
  } as const;
  const dialed = { kind: 'dialed', cluster: 'c0', address: '192.0.2.1', port: 30722, by: "NatsLeaf 'c1/l'" } as const;

  test('accepts what is dialed where it is exposed and certified', () => {
    expect(fleetStating(exposed, dialed)).toEqual([]);
  });

  test('fails where a dialed port is not exposed', () => {
    expect(fleetStating(exposed, { ...dialed, port: 30723 })).toEqual([
      "NatsLeaf 'c1/l': remote is 192.0.2.1:30723 in cluster 'c0', expected port 30722. Add the broker to that cluster of the fleet, with a leafnode listener, or correct the leaf's hub.",
    ]);
    expect(fleetStating(dialed)).toEqual([
      "NatsLeaf 'c1/l': remote is 192.0.2.1:30722 in cluster 'c0', expected a port that the cluster exposes; it exposes none. Add the broker to that cluster of the fleet, with a leafnode listener, or correct the leaf's hub.",
    ]);
  });

  test('fails where the certificate does not name the dialed address', () => {
    expect(fleetStating(exposed, { ...dialed, address: '192.0.2.9' })).toEqual([
      "NatsLeaf 'c1/l': remote is 192.0.2.9:30722 in cluster 'c0', expected an address that the certificate of NatsBroker 'c0/b' names: 192.0.2.1. Add the address to the broker cluster's nodeAddresses, or dial one of the named addresses.",
    ]);
  });

  test('holds nothing that is dialed against a cluster of which a component failed', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('c0', props).add('broker', () => {
      throw new InvalidInput([{ where: 'NatsBroker', got: 'x', expected: 'y', fix: 'Do z.' }]);
    });
    fleet
      .addCluster('c1', { ...props, nodeAddresses: ['192.0.2.2'] })
      .add('leaf', (chart) => publishFact(chart, dialed));
    expect(refusal(() => filesOf(fleet))).toEqual(['NatsBroker is x, expected y. Do z.']);
  });

  test('fails where a value that must be unique is stated twice', () => {
    const domain = { kind: 'unique', of: 'JetStream domain', value: 'hub' } as const;
    expect(fleetStating({ ...domain, by: "A 'c0'" }, { ...domain, by: "B 'c1'" })).toEqual([
      "B 'c1': JetStream domain is 'hub', as in A 'c0', expected a value that is unique within the fleet. Change one of the two.",
    ]);
    expect(fleetStating({ ...domain, by: "A 'c0'" }, { ...domain, of: 'server name prefix', by: "B 'c1'" })).toEqual(
      [],
    );
  });

  test('fails where trust domains or roots differ, or a root cannot be shared', () => {
    const trust = { kind: 'trust', trustDomain: 'a.example', anchors: ['aa', 'bb'], ownRoot: false } as const;
    const first = { ...trust, cluster: 'c0', by: "TrustHierarchy 'c0'" };
    const second = { ...trust, cluster: 'c1', by: "TrustHierarchy 'c1'" };
    expect(fleetStating(first, { ...second, anchors: ['bb', 'cc'] })).toEqual([]);
    expect(fleetStating(first, { ...second, trustDomain: 'b.example', anchors: ['cc'] })).toEqual([
      "TrustHierarchy 'c1': roots is no root that TrustHierarchy 'c0' also trusts, expected a trust root common to all clusters of fleet 'fleet'. Use the same roots in both; during a rotation, the old and the new one.",
      "TrustHierarchy 'c1': trustDomain is 'b.example', and 'a.example' in TrustHierarchy 'c0', expected one trust domain for all clusters of fleet 'fleet'. Use the same trustDomain in both.",
    ]);
    expect(fleetStating({ ...first, ownRoot: true, anchors: [] }, second)).toEqual([
      "TrustHierarchy 'c0': root is self-signed in a fleet of 2 clusters, expected a root that all clusters share. Use an offline root, or an issuer: a self-signed root is known only in its own cluster.",
    ]);
    expect(fleetStating({ ...first, ownRoot: true, anchors: [] })).toEqual([]);
  });
});
