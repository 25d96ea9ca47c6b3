import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import { DEFAULT_PROMETHEUS } from '../../../lib/write/observability/prometheus.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { FleetOptions } from '../../../lib/write/platform/fleet-options.js';
import type { FleetBroker, FleetBrokerOptions } from '../../../lib/write/platform/messaging/fleet-broker.js';
import type { FleetLeaf, FleetLeafOptions } from '../../../lib/write/platform/messaging/fleet-leaf.js';
import { SHIPPED_ROOT } from '../../fixtures/roots.js';
import { at, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const network: Omit<ClusterProps, 'nodeAddresses'> = {
  kubernetesVersion: '1.33',
  mesh: { kind: 'linkerd', version: '2.20', cni: true },
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};
const stream = { name: 'ORDERS', subjects: ['orders.>'], maxBytes: Size.gibibytes(1) };
const disk = { volumeSize: Size.gibibytes(4) };

/** A hub and a leaf, and what a test adds to them. */
function linked(
  {
    hub = {},
    leaf = {},
    fleet: shared,
    mesh = false,
  }: {
    readonly hub?: FleetBrokerOptions;
    readonly leaf?: Partial<FleetLeafOptions>;
    readonly fleet?: FleetOptions;
    /** Whether there are the meshes as well, about which most tests say nothing. */
    readonly mesh?: boolean;
  } = {},
  more: (hub: FleetBroker, leaf: FleetLeaf) => void = () => {},
): Fleet {
  const fleet = new Fleet('fleet', { roots: [SHIPPED_ROOT], prometheus: DEFAULT_PROMETHEUS, ...shared });
  const [a, b] = [
    fleet.addCluster('a', { ...network, nodeAddresses: ['192.0.2.1'] }),
    fleet.addCluster('b', { ...network, nodeAddresses: ['192.0.2.2'] }),
  ];
  for (const cluster of mesh ? [a, b] : []) cluster.addMesh();
  const broker = a.addNatsBroker({ jetStream: disk, streams: [stream], ...hub });
  more(broker, b.addNatsLeaf({ hub: broker, ...leaf }));
  return fleet;
}

const names = (fleet: Fleet, cluster = 'a') =>
  objectsOf(fleet, cluster).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const lost = (before: Fleet, after: Fleet, cluster = 'a') => {
  const left = names(after, cluster);
  return names(before, cluster).filter((name) => !left.includes(name));
};
const config = (fleet: Fleet, cluster: string, name: string) =>
  JSON.stringify(at(find(objectsOf(fleet, cluster), 'ConfigMap', `${name}-config`), 'data'));
const said = (...input: Parameters<typeof linked>) => refusal(() => filesOf(linked(...input)));

describe('addNatsBroker', () => {
  test('omits what is switched off, and nothing else', () => {
    const whole = linked();
    expect(lost(whole, linked({ hub: { alerts: false } }))).toEqual(['PrometheusRule nats-broker']);
    expect(lost(whole, linked({ hub: { dashboards: false } }))).toEqual(['ConfigMap dashboard-nats-fleet']);
    const unmonitored = lost(whole, linked({ hub: { monitors: false } }));
    expect(unmonitored).toEqual(
      expect.arrayContaining([
        'PodMonitor nats-broker',
        'PrometheusRule nats-broker',
        'ConfigMap dashboard-nats-fleet',
      ]),
    );
    expect(unmonitored.filter((name) => !/nats-broker|dashboard-nats-fleet/.test(name))).toEqual([]);
    expect(lost(whole, linked({ hub: { createNamespace: false } }))).toEqual(
      expect.arrayContaining([
        'Namespace nats-system',
        'NetworkPolicy default-deny',
        'NetworkPolicy allow-proxy-scrape',
      ]),
    );
  });

  test('watches nothing where the fleet has no Prometheus', () => {
    const fleet = new Fleet('fleet', { roots: [SHIPPED_ROOT] });
    const cluster = fleet.addCluster('a', { ...network, nodeAddresses: ['192.0.2.1'] });
    cluster.addNatsBroker();
    expect(names(fleet).filter((name) => /Monitor |PrometheusRule |dashboard|scrape|metrics/.test(name))).toEqual([]);
  });

  test('has a listener for leaves where there is one, at the port that is asked for', () => {
    const alone = new Fleet('fleet', { roots: [SHIPPED_ROOT] });
    const cluster = alone.addCluster('a', { ...network, nodeAddresses: ['192.0.2.1'] });
    cluster.addNatsBroker();
    expect(names(alone)).not.toContain('Service nats-broker-leafnodes');
    const port = (fleet: Fleet) =>
      at(find(objectsOf(fleet, 'a'), 'Service', 'nats-broker-leafnodes'), 'spec.ports[0].nodePort');
    expect(port(linked())).toBe(30_722);
    expect(port(linked({ hub: { leafnodes: { nodePort: 31_000 } } }))).toBe(31_000);
  });

  test('counts the servers of its leaves in the alert on lost links', () => {
    const rule = (replicas: number) =>
      JSON.stringify(find(objectsOf(linked({ leaf: { replicas } }), 'a'), 'PrometheusRule', 'nats-broker'));
    expect(rule(1)).not.toBe(rule(3));
    expect(rule(3)).toContain('< 3');
  });

  test('exempts leaves, and clients outside the cluster, from the alert on callers without identity', () => {
    const alerts = (fleet: Fleet, cluster: string) =>
      JSON.stringify(find(objectsOf(fleet, cluster), 'PrometheusRule', 'mesh'));
    expect(alerts(linked({ mesh: true }), 'a')).toContain('nats-broker-leafnodes-networks');
    expect(alerts(linked({ mesh: true }), 'b')).not.toContain('leafnodes-networks');
    const open = linked({ mesh: true, hub: { clientNodePort: { cidrs: ['198.51.100.0/24'] } } });
    expect(alerts(linked({ mesh: true }), 'a')).not.toContain('nats-broker-client-networks');
    expect(alerts(open, 'a')).toContain('nats-broker-client-networks');
  });

  test('takes its Secrets by default from where the fleet does', () => {
    const store = (name: string) => ({ kind: 'external-secrets', storeName: name }) as const;
    const from = (fleet: Fleet) =>
      at(find(objectsOf(fleet, 'a'), 'ExternalSecret', 'nats-broker-auth'), 'spec.secretStoreRef.name');
    expect(names(linked()).filter((name) => name.startsWith('ExternalSecret'))).toEqual([]);
    expect(from(linked({ fleet: { secrets: store('vault') } }))).toBe('vault');
    expect(from(linked({ fleet: { secrets: store('vault') }, hub: { secrets: store('other') } }))).toBe('other');
  });

  test('gives clients that others run the Secret with their password', () => {
    const client = {
      user: 'orders',
      workload: 'orders',
      namespace: 'shop',
      permissions: { publish: { allow: ['orders.>'] }, subscribe: { deny: ['>'] } },
    };
    const fleet = linked({
      hub: { clients: [client] },
      fleet: { secrets: { kind: 'external-secrets', storeName: 'vault' } },
    });
    expect(find(objectsOf(fleet, 'a'), 'ExternalSecret', 'orders-nats-credentials').metadata.namespace).toBe('shop');
  });
});

describe('the certificates of the mesh', () => {
  const selected = (fleet: Fleet) =>
    at(find(objectsOf(fleet, 'a'), 'Bundle', 'nats-messaging-trust-roots'), 'spec.target.namespaceSelector');

  test('cover messaging where there are NATS servers, and only there', () => {
    const without = new Fleet('fleet', { roots: [SHIPPED_ROOT] });
    without.addCluster('a', { ...network, nodeAddresses: ['192.0.2.1'] }).addMesh();
    expect(names(without).filter((name) => /messaging|nats/.test(name))).toEqual([]);
    expect(JSON.stringify(selected(linked({ mesh: true })))).toContain('nats-system');
    expect(JSON.stringify(selected(linked({ mesh: true, hub: { namespace: 'messages' } })))).toContain('messages');
  });

  test('reach the namespaces of clients that verify their servers', () => {
    const client = {
      user: 'orders',
      workload: 'orders',
      namespace: 'shop',
      permissions: { publish: { allow: ['orders.>'] }, subscribe: { deny: ['>'] } },
    };
    expect(JSON.stringify(selected(linked({ mesh: true, hub: { clients: [client] } })))).not.toContain('shop');
    expect(JSON.stringify(selected(linked({ mesh: true, hub: { clients: [client], clientTls: true } })))).toContain(
      'shop',
    );
  });
});

describe('addNatsLeaf', () => {
  const mirrors = [{ of: stream, consumers: [{ name: 'reader' }] }];

  test('lets its link carry what its mirrors need, and nothing else', () => {
    const permissions = (leaf: Partial<FleetLeafOptions>) => config(linked({ leaf }), 'a', 'nats-broker');
    expect(permissions({})).not.toContain('$JS.a.API.CONSUMER.CREATE.ORDERS');
    expect(permissions({ jetStream: disk, mirrors })).toContain('$JS.a.API.CONSUMER.CREATE.ORDERS');
    expect(permissions({ link: { publishes: ['orders.new'] } })).toContain('orders.new');
    expect(permissions({ link: { subjects: ['orders.done'] } })).toContain('orders.done');
  });

  test('denies a link what it does not carry in the words of its release', () => {
    const permissions = (version: string) => {
      const options = { version, link: { publishes: ['orders.new'] } };
      return config(linked({ hub: { version }, leaf: options }), 'a', 'nats-broker');
    };
    expect(permissions('2.14.9')).toContain('_NOTHING');
    expect(permissions('2.14.10')).not.toContain('_NOTHING');
  });

  test('names the domain of its hub where that has a name of its own', () => {
    const hub = { jetStream: { ...disk, domain: 'center' } };
    expect(config(linked({ hub, leaf: { jetStream: disk, mirrors } }), 'a', 'nats-broker')).toContain(
      '$JS.center.API.CONSUMER.CREATE.ORDERS',
    );
  });

  test('logs in with the given user', () => {
    expect(config(linked(), 'a', 'nats-broker')).toContain('LEAF_B_NKEY');
    expect(config(linked({ leaf: { link: { authentication: 'password' } } }), 'a', 'nats-broker')).toContain(
      'LEAF_B_PASSWORD',
    );
  });
});

describe('addPublisher and addSubscriber', () => {
  const every = Duration.seconds(2);
  const command = (fleet: Fleet, cluster: string, name: string) =>
    at(find(objectsOf(fleet, cluster), 'Deployment', name), 'spec.template.spec.containers[0].command');

  test('run the command of the client, which waits for the acknowledgement of a stream where one keeps the subject', () => {
    const fleet = linked({}, (hub) => {
      hub.addPublisher('kept', { subject: 'orders.new', every, message: 'hello' });
      hub.addPublisher('lost', { subject: 'news', every, user: 'reporter' });
      hub.addSubscriber('hearer', { subject: 'news' });
    });
    const count = '--count=3153600000';
    expect(command(fleet, 'a', 'kept')).toEqual([
      'nats',
      'publish',
      '--jetstream',
      count,
      '--sleep=2s',
      'orders.new',
      'hello',
    ]);
    expect(command(fleet, 'a', 'lost')).toEqual(['nats', 'publish', count, '--sleep=2s', 'news', expect.any(String)]);
    expect(command(fleet, 'a', 'hearer')).toEqual(['nats', 'subscribe', 'news']);
    const conf = config(fleet, 'a', 'nats-broker');
    for (const user of ['kept', 'reporter', 'hearer']) expect(conf).toContain(`user: ${user}\\n`);
  });

  test('read a mirror at a leaf', () => {
    const leaf = { jetStream: disk, mirrors: [{ of: stream, consumers: [{ name: 'reader' }] }] };
    const fleet = linked({ leaf }, (_, edge) => {
      edge.addSubscriber('reader', { stream: 'ORDERS_MIRROR', durable: 'reader' });
    });
    expect(command(fleet, 'b', 'reader')).toEqual([
      'nats',
      'subscribe',
      '--stream=ORDERS_MIRROR',
      '--durable=reader',
      '--ack',
    ]);
  });
});

describe('fails', () => {
  test('for a leaf whose hub is no broker of a fleet', () => {
    expect(said({ leaf: { hub: { cluster: 'a' } as never } })).toEqual([
      "NatsLeaf 'b/nats-leaf': hub is an object, expected what addNatsBroker returned. Correct it.",
    ]);
  });

  test('for options that are none', () => {
    expect(said({ hub: { dashboard: false, replica: 3 } as never, leaf: { link: { subject: [] } } as never })).toEqual([
      expect.stringMatching(/^NatsBroker 'a\/nats-broker': dashboard is an unknown option, /),
      "NatsBroker 'a/nats-broker': replica is an unknown option, expected replicas. Did you mean replicas? Correct the name.",
      "NatsLeaf 'b/nats-leaf': link.subject is an unknown option, expected subjects. Did you mean subjects? Correct the name.",
    ]);
    expect(said({ hub: { monitors: 'yes' } as never })).toEqual([
      "NatsBroker 'a/nats-broker': monitors is 'yes', expected true or false. Correct it, or remove it to use the default.",
    ]);
  });

  test('for a publisher or a subscriber that makes no sense', () => {
    expect(
      said({}, (hub) => {
        hub.addPublisher('loud', { subject: 'news', every: Duration.seconds(0) });
        hub.addSubscriber('deaf', {} as never);
        hub.addSubscriber('Deaf', { subject: 'news' });
      }),
    ).toEqual([
      expect.stringMatching(/^Cluster 'a': addPublisher 'loud': every is 0 ms, expected a Duration above zero/),
      expect.stringMatching(/^Cluster 'a': addSubscriber 'deaf': /),
      expect.stringMatching(/^Cluster 'a': addSubscriber 'deaf': /),
      expect.stringMatching(/^Cluster 'a': addSubscriber: workload is 'Deaf', expected up to 63 lower-case letters/),
    ]);
  });

  test('for servers of one cluster in two namespaces', () => {
    const fleet = new Fleet('fleet', { roots: [SHIPPED_ROOT] });
    const cluster = fleet.addCluster('a', { ...network, nodeAddresses: ['192.0.2.1'] });
    cluster.addNatsBroker();
    cluster.addNatsBroker({ name: 'second', namespace: 'other' });
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Cluster 'a': namespace of NATS servers is 'other' and 'nats-system', expected one namespace for all servers of the cluster. Set the same namespace: the issuer of their certificates is in it.",
    ]);
  });
});
