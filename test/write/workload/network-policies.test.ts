import { describe, expect, test } from 'vitest';
import { Cluster } from '../../../lib/write/fleet/cluster.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { Application } from '../../../lib/write/workload/intents/application.js';
import { resolve } from '../../../lib/write/workload/intents/resolve.js';
import {
  type MeshReach,
  PeerNetworkPolicy,
  ServiceNetworkPolicy,
} from '../../../lib/write/workload/network-policies.js';
import { applicationOf, gateway, network, prometheus } from '../../support/application.js';
import { changes } from '../../support/changes.js';
import { at, find, objectsOf } from '../../support/synth.js';

const sidecar: MeshReach = { metricsPorts: [15020], egressGatewayPorts: [8443] };

function policiesOf(stated: Application, reach: MeshReach = sidecar, entry = gateway) {
  const application = resolve(stated);
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('east', network);
  cluster.add('shop', (chart) => {
    for (const service of application.services) {
      new ServiceNetworkPolicy(chart, service.workload.name, { application, service, reach });
    }
    new PeerNetworkPolicy(chart, 'gateway', { application, peer: entry, reach });
  });
  return objectsOf(fleet, 'east');
}

const peer = (namespace: string, name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
});
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

describe('ServiceNetworkPolicy', () => {
  const objects = policiesOf(applicationOf());

  test('admits callers to the pod ports that they may reach, and no one else', () => {
    expect(at(find(objects, 'NetworkPolicy', 'orders'), 'spec')).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'orders' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [peer('shop', 'web')], ports: tcp(8080) }],
    });
  });

  test('lets callers out to what they call', () => {
    expect(at(find(objects, 'NetworkPolicy', 'web'), 'spec')).toMatchObject({
      ingress: [{ from: [peer('edge-system', 'edge')], ports: tcp(8080) }],
      egress: [{ to: [peer('shop', 'orders')], ports: tcp(8080) }],
    });
  });

  test('closes with the last caller on both sides', () => {
    expect(
      changes(objects, policiesOf(applicationOf({ callers: 'nobody' }))).map((line) => line.split(':')[0]),
    ).toEqual(['NetworkPolicy orders spec.ingress', 'NetworkPolicy web spec.egress']);
  });

  test('opens the port of the proxies where a mesh has one', () => {
    const opaque = policiesOf(applicationOf(), { inboundPort: 4143, metricsPorts: [4191] });
    expect(at(find(opaque, 'NetworkPolicy', 'orders'), 'spec.ingress')).toEqual([
      { from: [peer('shop', 'web')], ports: tcp(4143, 8080) },
    ]);
  });

  test('lets Prometheus in to proxies and metrics, and traces out', () => {
    const collector = { ...prometheus, name: 'collector', podLabels: { 'app.kubernetes.io/name': 'collector' } };
    const watched = policiesOf(
      applicationOf({ metrics: { port: 'raw' } }, { prometheus, tracing: { collector, samplingPercent: 1 } }),
    );
    expect(at(find(watched, 'NetworkPolicy', 'orders'), 'spec')).toMatchObject({
      ingress: [
        { from: [peer('monitoring', 'prometheus')], ports: tcp(5000, 15020) },
        { from: [peer('shop', 'web')], ports: tcp(8080) },
      ],
      egress: [{ to: [peer('monitoring', 'collector')], ports: tcp(4317) }],
    });
  });

  test('lets external calls out only through the egress gateway', () => {
    const egressGateway = { ...gateway, name: 'exit', direction: 'egress' } as const;
    const egress = [{ host: 'api.example.com', port: 443, protocol: 'tls' }] as const;
    const calls = [{ to: prometheus, port: 9090 }];
    const through = policiesOf(applicationOf({ egress, calls }, { egressGateway }));
    expect(at(find(through, 'NetworkPolicy', 'orders'), 'spec.egress')).toEqual([
      { to: [peer('edge-system', 'exit')], ports: tcp(8443) },
      { to: [peer('monitoring', 'prometheus')], ports: tcp(9090) },
    ]);
    const direct = policiesOf(applicationOf({ egress }), { metricsPorts: [] });
    expect(at(find(direct, 'NetworkPolicy', 'orders'), 'spec.egress')).toEqual([
      { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.42.0.0/16', '10.43.0.0/16'] } }], ports: tcp(443) },
    ]);
  });
});

test("clusters that fail over to each other are admitted by a gateway, and may call each other's", () => {
  const eastWest = { ...gateway, name: 'east-west', direction: 'east-west' } as const;
  const west = new Cluster('west', { ...network, nodeAddresses: ['198.51.100.1'] });
  const application = applicationOf(
    { metrics: { port: 'raw' } },
    { prometheus, federation: { gateway: eastWest, clusters: [west] } },
  );
  const otherClusters = [
    { cidrs: ['203.0.113.1/32'], port: 15_443 },
    { cidrs: ['198.51.100.1/32'], port: 31_443 },
    { cidrs: ['203.0.113.0/32', '203.0.113.1/32'], port: 15_443 },
  ];
  const objects = policiesOf(application, { ...sidecar, otherClusters }, eastWest);
  expect(at(find(objects, 'NetworkPolicy', 'orders'), 'spec.ingress')).toEqual([
    { from: [peer('edge-system', 'east-west')], ports: tcp(8080) },
    { from: [peer('monitoring', 'prometheus')], ports: tcp(5000, 15020) },
    { from: [peer('shop', 'web')], ports: tcp(8080) },
  ]);
  expect(at(find(objects, 'NetworkPolicy', 'web'), 'spec.egress')).toEqual([
    { to: [peer('shop', 'orders')], ports: tcp(8080) },
    { to: ['203.0.113.0/32', '203.0.113.1/32'].map((cidr) => ({ ipBlock: { cidr } })), ports: tcp(15443) },
    { to: [{ ipBlock: { cidr: '198.51.100.1/32' } }], ports: tcp(31443) },
  ]);
  expect(at(find(objects, 'NetworkPolicy', 'east-west-to-shop'), 'spec.egress')).toEqual([
    { to: [peer('shop', 'orders')], ports: tcp(8080) },
    { to: [peer('shop', 'web')], ports: tcp(8080) },
  ]);
  // In a mesh where no cluster takes over, nothing is open for it.
  const { federation, ...alone } = application;
  expect(federation).toBeDefined();
  expect(changes(policiesOf(alone), policiesOf(application))).toEqual([]);
});

test('a gateway is let out to the services behind it', () => {
  expect(at(find(policiesOf(applicationOf()), 'NetworkPolicy', 'edge-to-shop'), 'spec')).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'edge' } },
    policyTypes: ['Egress'],
    egress: [{ to: [peer('shop', 'web')], ports: tcp(8080) }],
  });
});
