import { describe, expect, test } from 'vitest';
import { addApplication } from '../../../lib/write/application/add-application.js';
import type { EastWest } from '../../../lib/write/fleet/east-west.js';
import type { Mesh } from '../../../lib/write/fleet/mesh.js';
import type { Fallbacks } from '../../../lib/write/linkerd/traffic/fallbacks.js';
import type { GatewayClass } from '../../../lib/write/linkerd/traffic/gateway-class.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { Application } from '../../../lib/write/workload/intents/application.js';
import type { Service } from '../../../lib/write/workload/intents/service.js';
import { applicationOf, gateway, network, prometheus, workloadOf } from '../../support/application.js';
import { at, find, objectsOf, refusal } from '../../support/synth.js';

const ISTIO: Mesh = { kind: 'istio', version: '1.31', cni: true, network: 'east', meshId: 'shop' };
const LINKERD: Mesh = {
  kind: 'linkerd',
  version: '2.20',
  cni: true,
  gatewayApi: { release: '1.5.1', channel: 'experimental' },
};

const EAST_WEST: EastWest = { kind: 'LoadBalancer', cidrs: ['203.0.113.0/28'] };

/** A cluster that takes over for the other. */
function other(eastWest: EastWest) {
  return new Fleet('west').addCluster('west', { ...network, nodeAddresses: ['198.51.100.1'], mesh: ISTIO, eastWest });
}

const GATEWAY_CLASS: GatewayClass = { kind: 'envoy-gateway' };

function fleetOf(
  mesh: Mesh | undefined,
  changes: Partial<Service> = {},
  more: Partial<Application> = {},
  fallbacks?: Fallbacks,
): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('east', { ...network, eastWest: EAST_WEST, ...(mesh && { mesh }) });
  const options = { gatewayClass: GATEWAY_CLASS, ...(fallbacks && { fallbacks }) };
  addApplication(cluster, applicationOf(changes, { cluster, ...more }), options);
  return fleet;
}

const built = (...args: Parameters<typeof fleetOf>) => objectsOf(fleetOf(...args), 'east');
const said = (...args: Parameters<typeof fleetOf>) => refusal(() => built(...args));

describe('addApplication', () => {
  test('writes one component for each namespace, gateway and service', () => {
    const components = (mesh: Mesh) =>
      new Set(built(mesh).map(({ metadata }) => metadata.labels?.['app.kubernetes.io/name']));
    const own = ['namespace-shop', 'gateway-edge', 'web', 'orders'];
    expect(components(ISTIO)).toEqual(new Set(own));
    expect(components(LINKERD)).toEqual(new Set([...own, 'gateway-class-envoy-gateway']));
  });

  test('closes the namespace, and marks it for the mesh of the cluster', () => {
    const namespace = (mesh: Mesh) => find(built(mesh), 'Namespace', 'shop').metadata;
    expect(namespace(ISTIO).labels).toMatchObject({
      'istio.io/rev': 'prod',
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    expect(namespace({ kind: 'istio', version: '1.31' }).labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
    });
    expect(namespace(LINKERD).annotations).toMatchObject({ 'linkerd.io/inject': 'enabled' });
    for (const mesh of [ISTIO, LINKERD]) {
      expect(at(find(built(mesh), 'NetworkPolicy', 'default-deny'), 'spec.policyTypes')).toEqual(['Ingress', 'Egress']);
    }
    expect(at(find(built(ISTIO), 'NetworkPolicy', 'allow-istio-control-plane'), 'spec.egress[0].ports')).toEqual([
      { port: 15012, protocol: 'TCP' },
    ]);
  });

  test('says to each mesh what a pod and a port are in its own words', () => {
    const pod = (mesh: Mesh) => at(find(built(mesh), 'Deployment', 'web'), 'spec.template.metadata') ?? null;
    expect(at(pod(ISTIO), 'labels')).toMatchObject({ 'sidecar.istio.io/inject': 'true' });
    expect(JSON.stringify(pod(LINKERD))).toContain('config.linkerd.io/default-inbound-policy');
    const protocols = (mesh: Mesh) => at(find(built(mesh), 'Service', 'web'), 'spec.ports');
    expect(protocols(ISTIO)).toMatchObject([{ appProtocol: 'http' }, { appProtocol: 'tcp' }]);
    expect(protocols(LINKERD)).toMatchObject([{ appProtocol: 'http' }, { appProtocol: 'linkerd.io/opaque' }]);
  });

  test('lets Prometheus in to the proxies of each mesh', () => {
    const ports = (mesh: Mesh) =>
      JSON.stringify(at(find(built(mesh, {}, { prometheus }), 'NetworkPolicy', 'orders'), 'spec.ingress'));
    expect(ports(ISTIO)).toContain('"port":15020');
    expect(ports(LINKERD)).toContain('"port":4191');
  });

  test('leads what leaves through the egress gateway, and lets it through to the ports that are stated', () => {
    const egressGateway = { ...gateway, name: 'exit', namespace: 'exit', direction: 'egress' } as const;
    const egress = [{ host: 'api.example.com', port: 8443, protocol: 'tls' }] as const;
    const objects = built(ISTIO, { egress }, { egressGateway });
    expect(at(find(objects, 'ServiceEntry', 'shop-api.example.com'), 'spec.hosts')).toEqual(['api.example.com']);
    expect(JSON.stringify(at(find(objects, 'NetworkPolicy', 'exit'), 'spec.egress'))).toContain('"port":8443');
    expect(JSON.stringify(at(find(objects, 'NetworkPolicy', 'orders'), 'spec.egress'))).not.toContain('ipBlock');
    expect(JSON.stringify(at(find(objects, 'NetworkPolicy', 'exit'), 'spec.ingress'))).toContain('"orders"');
  });

  test('says to Linkerd which hosts outside may be reached, where any is', () => {
    const egress = [{ host: 'api.example.com', port: 443, protocol: 'tls' }] as const;
    const outward = (changes: Partial<Service>) =>
      built(LINKERD, changes, {}, { egressScope: 'namespace' }).filter(({ kind }) =>
        ['EgressNetwork', 'TLSRoute'].includes(kind),
      );
    expect(
      outward({ egress })
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['EgressNetwork', 'TLSRoute']);
    expect(outward({})).toEqual([]);
  });

  test('opens a gateway to other clusters, and to nobody else', () => {
    const west = other({ kind: 'LoadBalancer', cidrs: ['203.0.113.16/28'] });
    const eastWest = { ...gateway, name: 'clusters', namespace: 'clusters', direction: 'east-west' } as const;
    const objects = built(ISTIO, {}, { federation: { gateway: eastWest, clusters: [west] } });
    expect(at(find(objects, 'Gateway', 'clusters'), 'spec.servers[0]')).toMatchObject({
      port: { number: 15443 },
      // The web has no callers but the gateway of its own cluster, which asks in the other one where it has to.
      hosts: ['orders.shop.svc.cluster.local', 'web.shop.svc.cluster.local'],
      tls: { mode: 'AUTO_PASSTHROUGH' },
    });
    expect(at(find(objects, 'NetworkPolicy', 'clusters'), 'spec.ingress')).toEqual([
      { from: [{ ipBlock: { cidr: '198.51.100.1/32' } }], ports: [{ port: 15443, protocol: 'TCP' }] },
    ]);
    expect(at(find(objects, 'Service', 'clusters'), 'spec.loadBalancerSourceRanges')).toEqual(['198.51.100.1/32']);
    expect(find(objects, 'Service', 'clusters').metadata.labels).toMatchObject({ 'topology.istio.io/network': 'east' });
    expect(at(find(objects, 'Deployment', 'clusters'), 'spec.template.spec.containers[0].env')).toContainEqual({
      name: 'ISTIO_META_REQUESTED_NETWORK_VIEW',
      value: 'east',
    });
    expect(at(find(objects, 'DestinationRule', 'orders'), 'spec.exportTo')).toContain('clusters');
  });

  test.each<[string, EastWest, string, number]>([
    ['the load balancer', { kind: 'LoadBalancer', cidrs: ['203.0.113.16/28'] }, '203.0.113.16/28', 15_443],
    ['the nodes', { kind: 'NodePort', nodePort: 31_443 }, '198.51.100.1/32', 31_443],
  ])(
    'lets callers and the ingress gateway out to %s of another cluster, and nobody else',
    (_, eastWest, cidr, port) => {
      const clusters = { ...gateway, name: 'clusters', namespace: 'clusters', direction: 'east-west' } as const;
      const objects = built(ISTIO, {}, { federation: { gateway: clusters, clusters: [other(eastWest)] } });
      const out = objects.filter(({ kind, spec }) => kind === 'NetworkPolicy' && JSON.stringify(spec).includes(cidr));
      const rule = { to: [{ ipBlock: { cidr } }], ports: [{ port, protocol: 'TCP' }] };
      expect(out.map(({ metadata }) => metadata.name).sort()).toEqual(
        // The way in from the other cluster is open to its nodes, from which its pods come.
        [...(eastWest.kind === 'NodePort' ? ['clusters'] : []), 'edge-to-shop', 'web'],
      );
      for (const name of ['edge-to-shop', 'web']) {
        expect(at(find(objects, 'NetworkPolicy', name), 'spec.egress')).toContainEqual(rule);
      }
    },
  );

  test('fails a gateway to other clusters where the network has no name', () => {
    const west = other({ kind: 'LoadBalancer', cidrs: ['203.0.113.16/28'] });
    const eastWest = { ...gateway, name: 'clusters', namespace: 'clusters', direction: 'east-west' } as const;
    const nameless: Mesh = { kind: 'istio', version: '1.31', cni: true };
    expect(said(nameless, {}, { federation: { gateway: eastWest, clusters: [west] } })).toEqual([
      "IstioGateway 'clusters': cluster.mesh.network is absent, expected the name of the network behind the gateway. Set mesh.network, and mesh.meshId, of each cluster.",
    ]);
  });

  test('fails an application that makes no sense, once and before its mesh is asked', () => {
    expect(said(ISTIO, { release: { weights: { v1: 50, v2: 40 } } })).toEqual([
      "Application 'shop': service 'shop/orders': release.weights is v1: 50, v2: 40, which sum to 90, expected percentages that sum to 100. Change all of them in one commit, so that no intermediate state is applied.",
    ]);
  });

  test('fails on a wrong type together with what is wrong with workloads that could be read', () => {
    const low = { cpu: { request: '1', limit: '500m' }, memory: { request: '1Gi', limit: '1Gi' } };
    const workload = workloadOf('orders', { proxyResources: low });
    expect(
      said(ISTIO, { workload }, { profile: 'prod' as never }).map((sentence) => sentence.split(' is ')[0]),
    ).toEqual([
      "Application 'shop': profile",
      "Application 'shop': service 'shop/orders': workload.proxyResources.cpu.limit",
    ]);
  });

  test('fails what the mesh cannot do, unless its fallback is accepted', () => {
    const loadBalancing = { affinity: { kind: 'source-ip' } } as const;
    expect(said(ISTIO, { loadBalancing })).toEqual([]);
    expect(said(LINKERD, { loadBalancing })).toHaveLength(1);
    expect(said(LINKERD, { loadBalancing }, {}, { affinity: 'dropped' })).toEqual([]);
    const egress = [{ host: 'api.example.com', port: 443, protocol: 'tls' }] as const;
    expect(said(ISTIO, { egress })[0]).toMatch(/egressGateway/);
  });

  test('fails without a mesh', () => {
    expect(said(undefined)).toEqual([
      "Application 'shop': cluster is east, which has no mesh, expected a cluster with a mesh: nothing else can tell callers apart. Set the mesh of the cluster.",
    ]);
  });
});

describe('fails what is added', () => {
  const clusterOf = () => new Fleet('fleet').addCluster('east', { ...network, mesh: ISTIO });

  test('where there is no cluster to say it', () => {
    expect(refusal(() => addApplication(undefined as never, applicationOf()))).toEqual([
      expect.stringContaining('addApplication: cluster: props is absent, expected what addCluster of a Fleet returned'),
    ]);
  });

  test('without a name, an application or options', () => {
    for (const application of [undefined, 3, applicationOf({}, { name: undefined as never })]) {
      const fleet = new Fleet('fleet');
      const cluster = fleet.addCluster('east', { ...network, mesh: ISTIO });
      addApplication(cluster, application as never);
      expect(refusal(() => objectsOf(fleet, 'east')).join('\n')).toMatch(/^Application: (props|name) is /m);
    }
    for (const options of [null, 'x', { fallbacks: { fault: 'ignored' } }, { fallback: {} }]) {
      const fleet = new Fleet('fleet');
      const cluster = fleet.addCluster('east', { ...network, mesh: ISTIO });
      addApplication(cluster, applicationOf({}, { cluster }), options as never);
      expect(refusal(() => objectsOf(fleet, 'east')).join('\n')).toContain("Application 'shop': options");
    }
  });

  test('to another cluster than the one that it is for', () => {
    const fleet = new Fleet('fleet');
    const cluster = fleet.addCluster('west', { ...network, mesh: LINKERD });
    addApplication(cluster, applicationOf({}, { cluster: clusterOf() }));
    expect(refusal(() => objectsOf(fleet, 'west'))).toEqual([
      expect.stringContaining("Application 'shop': cluster is east, but the application is added to west"),
    ]);
  });
});
