import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import type { NatsBrokerProps } from '../../../lib/write/nats/broker-props.js';
import type { LeafPeer } from '../../../lib/write/nats/leaf-peer.js';
import type { NatsLeafProps } from '../../../lib/write/nats/leaf-props.js';
import { NatsBroker } from '../../../lib/write/nats/nats-broker.js';
import { NatsLeaf } from '../../../lib/write/nats/nats-leaf.js';
import type { Stream } from '../../../lib/write/nats/stream.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { FleetCluster } from '../../../lib/write/platform/fleet-cluster.js';
import { at, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const network: ClusterProps = {
  kubernetesVersion: '1.33',
  mesh: { kind: 'linkerd', version: '2.20', cni: true },
  nodeAddresses: ['192.0.2.1', '192.0.2.2'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};
const stream: Stream = { name: 'TEST', subjects: ['a.>'], maxBytes: Size.mebibytes(100) };
const jetStream = { volumeSize: Size.gibibytes(2) };
const secrets = { kind: 'credentials' } as const;

interface Changes {
  readonly hub?: Partial<NatsBrokerProps>;
  readonly leaf?: Partial<NatsLeafProps>;
  readonly peer?: Partial<LeafPeer>;
  readonly network?: Partial<ClusterProps>;
  readonly withoutListener?: boolean;
}

function fleetOf({ hub = {}, leaf = {}, peer = {}, network: changes = {}, withoutListener }: Changes = {}): Fleet {
  const fleet = new Fleet('fleet');
  const center = fleet.addCluster('hub', { ...network, ...changes });
  const edge = fleet.addCluster('edge', { ...network, nodeAddresses: ['198.51.100.7'] });
  const permissions = { publish: { deny: ['>'] }, subscribe: { allow: ['a.b'] } };
  const broker: NatsBrokerProps = {
    cluster: center,
    secrets,
    jetStream,
    streams: [stream],
    ...(withoutListener !== true && { leafnodes: { leaves: [{ cluster: edge, permissions, ...peer }] } }),
    ...hub,
  };
  addBroker(center, broker);
  edge.add('nats-leaf', (chart) => {
    new NatsLeaf(chart, 'leaf', { cluster: edge, hub: broker, secrets, ...leaf });
  });
  return fleet;
}

function addBroker(cluster: FleetCluster, props: NatsBrokerProps): void {
  cluster.add('nats-broker', (chart) => {
    new NatsBroker(chart, 'broker', props);
  });
}

function natsConf(changes: Changes = {}): string {
  const data = find(objectsOf(fleetOf(changes), 'edge'), 'ConfigMap', 'nats-leaf-config')['data'];
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? String(data['nats.conf']) : '';
}

const edgeObjects = (changes: Changes = {}): ManifestObject[] => objectsOf(fleetOf(changes), 'edge');
const refusalOf = (changes: Changes) => refusal(() => filesOf(fleetOf(changes)));

describe('NatsLeaf', () => {
  test('serves clients over TLS on demand, with a certificate that is good for it', () => {
    const usages = (leaf: Partial<NatsLeafProps>) =>
      at(find(objectsOf(fleetOf({ leaf }), 'edge'), 'Certificate', 'nats-leaf-tls'), 'spec.usages');
    expect(usages({})).not.toContain('server auth');
    expect(usages({ clientTls: true })).toEqual(expect.arrayContaining(['server auth', 'client auth']));
    expect(natsConf({ leaf: { clientTls: true } })).toMatch(/\ntls \{\n\s+cert_file/);
    expect(natsConf()).not.toMatch(/\ntls \{/);
  });

  test('dials every node of its hub, over TLS first, as a key of its own', () => {
    const text = natsConf();
    expect(text).toContain('tls://192.0.2.1:30722');
    expect(text).toContain('tls://192.0.2.2:30722');
    expect(text).toContain('nkey: $HUB_NKEY_SEED');
    expect(text).toContain('handshake_first: true');
    expect(text).toContain('ignore_discovered_servers: true');
  });

  test('dials the port that its hub exposes, and logs in by password where its hub asks for one', () => {
    const text = natsConf({ peer: { authentication: 'password' } });
    expect(text).toContain('$HUB_URL');
    expect(text).not.toContain('nkey');
  });

  test('writes brackets around an IPv6 address', () => {
    expect(natsConf({ network: { nodeAddresses: ['2001:db8::1'] } })).toContain('tls://[2001:db8::1]:30722');
  });

  test('leaves out what its server does not know yet', () => {
    const versions = { version: '2.12.3' };
    expect(natsConf({ hub: versions, leaf: versions })).not.toContain('ignore_discovered_servers');
  });

  test('shows a certificate that can only dial, and lets only its hub be dialed', () => {
    const objects = edgeObjects();
    expect(at(find(objects, 'Certificate', 'nats-leaf-tls'), 'spec.usages')).toEqual([
      'digital signature',
      'client auth',
    ]);
    expect(at(find(objects, 'NetworkPolicy', 'nats-leaf'), 'spec.egress')).toEqual([
      {
        to: [{ ipBlock: { cidr: '192.0.2.1/32' } }, { ipBlock: { cidr: '192.0.2.2/32' } }],
        ports: [{ port: 30722, protocol: 'TCP' }],
      },
    ]);
    expect(objects.filter((object) => at(object, 'spec.type') === 'NodePort')).toEqual([]);
  });

  test('admits the way out by network where its hub has a name', () => {
    const objects = edgeObjects({ network: { nodeAddresses: ['hub.example.org'], egressCidrs: ['203.0.113.0/28'] } });
    expect(at(find(objects, 'NetworkPolicy', 'nats-leaf'), 'spec.egress[0].to')).toEqual([
      { ipBlock: { cidr: '203.0.113.0/28' } },
    ]);
  });

  test('mirrors a stream of the hub through the domain of the hub', () => {
    const objects = edgeObjects({ leaf: { jetStream, mirrors: [{ of: stream }] } });
    const description = objects.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('nats-streams-'),
    );
    const data = description?.['data'];
    const text =
      typeof data === 'object' && data !== null && !Array.isArray(data) ? data['TEST_MIRROR.stream.json'] : undefined;
    expect(JSON.parse(String(text))).toMatchObject({
      name: 'TEST_MIRROR',
      mirror: { name: 'TEST', external: { api: '$JS.hub.API' } },
      max_bytes: 100 * 1024 * 1024,
      num_replicas: 1,
    });
  });

  test.each<[string, Changes, string]>([
    [
      'a hub without a listener',
      { withoutListener: true },
      "NatsLeaf 'edge/nats-leaf': hub is the broker 'hub/nats-broker', which exposes no leafnode port, expected a broker with a leafnode listener. Add leafnodes to the broker, with 'edge' among its leaves.",
    ],
    [
      'a hub that expects others',
      { peer: { cluster: new Fleet('x').addCluster('other', network) } },
      "NatsLeaf 'edge/nats-leaf': hub is the broker 'hub/nats-broker', whose leaves are 'other', expected 'edge' among them. Add this cluster to the broker's leafnodes.leaves.",
    ],
    [
      'a slow reconnect',
      { leaf: { reconnect: Duration.seconds(300) } },
      "NatsLeaf 'edge/nats-leaf': reconnect is 300s, expected 1s to 60s. Lower it, or remove it to use the default of 2s.",
    ],
    [
      'a hasty reconnect',
      { leaf: { reconnect: Duration.millis(500) } },
      "NatsLeaf 'edge/nats-leaf': reconnect is 0.5s, expected 1s to 60s. Raise it, or remove it to use the default of 2s.",
    ],
    [
      'another release than its hub',
      { leaf: { version: '2.12.1' } },
      "NatsLeaf 'edge/nats-leaf': version is 2.12.1, and 2.15.3 at its hub, expected one minor release on both sides. Upgrade the leaves first, then the broker, until both have the same release.",
    ],
    [
      'permissions that its release reads otherwise',
      {
        hub: { version: '2.14.9', streams: [] },
        leaf: { version: '2.14.9' },
        peer: { permissions: { publish: { allow: ['a.b'] }, subscribe: { deny: ['a.>'] } } },
      },
      "NatsLeaf 'edge/nats-leaf': link: permissions.subscribe.deny[0] is 'a.>', and the leaf may publish such subjects, expected subjects that the leaf does not publish. A leaf of 2.14.9 does not send its hub what it may not receive. List in subscribe.allow what the leaf may receive, or use 2.14.10 or 2.15.3.",
    ],
    [
      'a mirror of nothing',
      { hub: { streams: [] }, leaf: { jetStream, mirrors: [{ of: stream }] } },
      "NatsLeaf 'edge/nats-leaf': mirror 'TEST_MIRROR' is a copy of 'TEST', which the broker 'hub/nats-broker' does not keep, expected one of its streams: it has none. Add the stream to the broker's streams.",
    ],
    [
      'a mirror without storage',
      { leaf: { mirrors: [{ of: stream }] } },
      "NatsLeaf 'edge/nats-leaf': streams is 1 without jetStream, expected servers with JetStream. Set jetStream with a volume size, or remove the streams.",
    ],
    [
      'the domain of its hub',
      { leaf: { jetStream: { ...jetStream, domain: 'hub' } } },
      "NatsLeaf 'edge/nats-leaf': JetStream domain is 'hub', as in NatsBroker 'hub/nats-broker', expected a value that is unique within the fleet. Change one of the two.",
    ],
  ])('fails on %s', (_, changes, message) => {
    expect(refusalOf(changes)).toContain(message);
  });

  test('fails on a hub in its own cluster', () => {
    const fleet = new Fleet('fleet');
    const cluster = fleet.addCluster('one', network);
    const hub: NatsBrokerProps = { cluster, secrets, leafnodes: { leaves: [{ cluster, permissions: {} }] } };
    cluster.add('leaf', (chart) => {
      new NatsLeaf(chart, 'leaf', { cluster, hub, secrets });
    });
    expect(refusal(() => filesOf(fleet))).toContain(
      "NatsLeaf 'one/nats-leaf': hub is the broker 'one/nats-broker' in the leaf's own cluster, expected a broker in another cluster. Let clients of this cluster connect to the broker itself.",
    );
  });

  test('fails on a hub that is in no cluster of the fleet', () => {
    const fleet = new Fleet('fleet');
    const elsewhere = new Fleet('other').addCluster('hub', network);
    const edge = fleet.addCluster('edge', { ...network, nodeAddresses: ['198.51.100.7'] });
    const permissions = { publish: { deny: ['>'] }, subscribe: { allow: ['a.b'] } };
    const hub: NatsBrokerProps = {
      cluster: elsewhere,
      secrets,
      leafnodes: { leaves: [{ cluster: edge, permissions }] },
    };
    edge.add('leaf', (chart) => {
      new NatsLeaf(chart, 'leaf', { cluster: edge, hub, secrets });
    });
    expect(refusal(() => filesOf(fleet))).toHaveLength(2);
    expect(refusal(() => filesOf(fleet))[0]).toBe(
      "NatsLeaf 'edge/nats-leaf': remote is 192.0.2.1:30722 in cluster 'hub', expected a port that the cluster exposes; it exposes none. Add the broker to that cluster of the fleet, with a leafnode listener, or correct the leaf's hub.",
    );
  });
});
