import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { ComponentBuilder } from '../../lib/write/fleet/components.js';
import { IstioControlPlane } from '../../lib/write/istio/control-plane/istio-control-plane.js';
import { IstioGateway } from '../../lib/write/istio/gateway-workload.js';
import { LinkerdControlPlane } from '../../lib/write/linkerd/control-plane/linkerd-control-plane.js';
import { GuardedPort } from '../../lib/write/linkerd/guarded-port.js';
import { LinkerdNamespace } from '../../lib/write/linkerd/linkerd-namespace.js';
import { NatsBroker } from '../../lib/write/nats/nats-broker.js';
import { NatsLeaf } from '../../lib/write/nats/nats-leaf.js';
import { Fleet } from '../../lib/write/platform/fleet.js';
import { TrustHierarchy } from '../../lib/write/trust/trust-hierarchy.js';
import { filesOf, refusal } from '../support/synth.js';

/** Options that no compiler saw. */
type Stated = { readonly [option: string]: unknown };

const LOW_LIMIT = { cpu: { request: '1', limit: '500m' }, memory: { request: '1Gi', limit: '1Gi' } };
const SHORT = { duration: Duration.hours(2), renewBefore: Duration.hours(2) };

/** The places of all that is wrong with a component of a cluster. */
function placesOf(mesh: 'istio' | 'linkerd', add: (cluster: never) => ComponentBuilder): string[] {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', {
    kubernetesVersion: '1.33',
    mesh: mesh === 'istio' ? { kind: 'istio', version: '1.31' } : { kind: 'linkerd', version: '2.20' },
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  cluster.add('component', add(cluster as never));
  // `<construct>: <path> is …`
  return refusal(() => filesOf(fleet)).map((sentence) => /^[^:]*: (\S+) is /.exec(sentence)?.[1] ?? sentence);
}

describe('a wrong type does not hide what is wrong with other options', () => {
  test.each<[string, 'istio' | 'linkerd', (cluster: never) => ComponentBuilder, string[]]>([
    [
      'NatsBroker',
      'linkerd',
      (cluster) => (chart) => {
        const stated: Stated = { replicas: 'two', version: '1.0', resources: LOW_LIMIT, certificateLifetime: SHORT };
        const more: Stated = { pingInterval: Duration.minutes(2), clientNodePort: { cidrs: ['0.0.0.0/0'] } };
        new NatsBroker(chart, 'nats', { cluster, secrets: { kind: 'credentials' }, ...stated, ...more } as never);
      },
      [
        'certificateLifetime.renewBefore',
        'clientNodePort.cidrs',
        'pingInterval',
        'replicas',
        'resources.cpu.limit',
        'version',
      ],
    ],
    [
      'NatsLeaf',
      'linkerd',
      (cluster) => (chart) => {
        const hub = { cluster, secrets: { kind: 'credentials' } };
        const images = { server: { repository: 'nats', tag: 'latest' } };
        new NatsLeaf(chart, 'nats', { ...hub, hub, account: 5, images } as never);
      },
      ['account', 'images.server.tag'],
    ],
    [
      'IstioControlPlane',
      'istio',
      (cluster) => (chart) => {
        const stated: Stated = { scrapers: 'all', replicas: { min: 3, max: 2 }, istiodResources: LOW_LIMIT };
        new IstioControlPlane(chart, 'istio', { cluster, keyServers: [{ cidr: '10.1.1.1/8' }], ...stated } as never);
      },
      ['istiodResources.cpu.limit', 'keyServers', 'replicas.max', 'scrapers'],
    ],
    [
      'IstioGateway',
      'istio',
      (cluster) => (chart) => {
        const gateway = { kind: 'gateway', name: 'in', namespace: 'in', direction: 'ingress', resources: LOW_LIMIT };
        new IstioGateway(chart, 'gateway', { cluster, gateway, clients: ['x'], scrapers: 'all' } as never);
      },
      ['clients', 'gateway.resources.cpu.limit', 'scrapers'],
    ],
    [
      'GuardedPort',
      'linkerd',
      () => (chart) => {
        const port: Stated = { namespace: 'a', name: 'a', podLabels: {}, port: 0, protocol: 'HTTP/1', networks: ['x'] };
        new GuardedPort(chart, 'port', port as never);
      },
      ['networks', 'port'],
    ],
    [
      'LinkerdNamespace',
      'linkerd',
      (cluster) => (chart) => {
        new LinkerdNamespace(chart, 'namespace', { cluster, name: 'A', proxyResources: LOW_LIMIT });
      },
      ['name', 'proxyResources.cpu.limit'],
    ],
    [
      'TrustHierarchy',
      'linkerd',
      (cluster) => (chart) => {
        const stated: Stated = { messaging: 'no', lifetimes: { webhook: SHORT } };
        new TrustHierarchy(chart, 'trust', { cluster, root: { kind: 'self-signed' }, ...stated } as never);
      },
      ['lifetimes.webhook.renewBefore', 'messaging'],
    ],
    [
      'LinkerdControlPlane',
      'linkerd',
      (cluster) => (chart) => {
        const values = { highAvailability: true, controllerReplicas: 1 };
        new LinkerdControlPlane(chart, 'linkerd', { cluster, values, roots: 'x' } as never);
      },
      ['roots', 'values.controllerReplicas'],
    ],
  ])('%s', (_, mesh, add, places) => {
    expect(placesOf(mesh, add).sort()).toEqual(places);
  });
});
