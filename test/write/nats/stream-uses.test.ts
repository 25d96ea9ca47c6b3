import { Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { NatsBrokerProps } from '../../../lib/write/nats/broker-props.js';
import type { NatsClient } from '../../../lib/write/nats/client.js';
import type { NatsLeafProps } from '../../../lib/write/nats/leaf-props.js';
import { leafSettings } from '../../../lib/write/nats/leaf-settings.js';
import { NatsBroker } from '../../../lib/write/nats/nats-broker.js';
import { NatsCli } from '../../../lib/write/nats/nats-cli.js';
import { NatsLeaf } from '../../../lib/write/nats/nats-leaf.js';
import { leafLinkPermissions } from '../../../lib/write/nats/permissions.js';
import type { Stream } from '../../../lib/write/nats/stream.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { network } from '../../support/application.js';
import { filesOf, refusal } from '../../support/synth.js';

const jetStream = { volumeSize: Size.gibibytes(1), syncInterval: 'always' } as const;
const ORDERS: Stream = { name: 'ORDERS', subjects: ['orders.new'], maxBytes: Size.mebibytes(1) };

interface Said {
  /** What clients of the hub, or of the leaf, may publish to. */
  readonly hub?: readonly string[];
  readonly leaf?: readonly string[];
  readonly denied?: readonly string[];
  readonly heard?: readonly string[];
  readonly account?: string;
  /** Streams that the link of the leaf feeds. */
  readonly link?: readonly string[];
  readonly stores?: false;
  readonly args?: readonly string[];
  readonly fault?: true;
}

function said({ hub = [], leaf = [], denied, heard, account, link = ['ORDERS'], stores, args, fault }: Said): string[] {
  const fleet = new Fleet('fleet');
  const center = fleet.addCluster('hub', network);
  const edge = fleet.addCluster('edge', { ...network, nodeAddresses: ['192.0.2.2'] });
  const client = (user: string, allow: readonly string[]): NatsClient => ({
    user,
    workload: user,
    ...(account !== undefined && { account }),
    permissions: {
      publish: { allow: ['orders.new', ...allow], ...(denied && { deny: denied }) },
      subscribe: { allow: ['_INBOX.>', ...(heard ?? [])] },
    },
  });
  const maker: NatsClient = { user: 'maker', workload: 'maker', permissions: { publish: { allow: ['orders.new'] } } };
  const broker: NatsBrokerProps = {
    cluster: center,
    secrets: { kind: 'credentials' },
    clients: [client('center', hub), maker],
    ...(stores ?? { jetStream, streams: [ORDERS] }),
    leafnodes: {
      leaves: [{ cluster: edge, permissions: leafLinkPermissions({ subjects: [], streams: link, hubDomain: 'hub' }) }],
    },
  };
  const reader = client('reader', leaf);
  const servers: NatsLeafProps = {
    cluster: edge,
    hub: broker,
    secrets: { kind: 'credentials' },
    clients: [reader],
    ...(stores ?? { jetStream, mirrors: [{ of: ORDERS, consumers: [{ name: 'worker' }] }] }),
  };
  center.add('nats', (chart) => {
    new NatsBroker(chart, 'broker', broker);
  });
  edge.add('nats', (chart) => {
    new NatsLeaf(chart, 'leaf', fault ? { ...servers, replicas: 2 } : servers);
  });
  if (args !== undefined) {
    edge.add('cli', (chart) => {
      new NatsCli(chart, 'cli', { server: leafSettings(servers).settings, client: reader, args });
    });
  }
  return refusal(() => filesOf(fleet));
}

const LEAF = "NatsLeaf 'edge/nats-leaf': clients[0].permissions.publish";

describe('what users name of JetStream', () => {
  test('is there', () => {
    const leaf = ['$JS.API.CONSUMER.MSG.NEXT.ORDERS_MIRROR.worker', '$JS.hub.API.STREAM.INFO.ORDERS', '$JS.ACK.*.>'];
    expect(said({ leaf, hub: ['$JS.edge.API.CONSUMER.INFO.ORDERS_MIRROR.worker'] })).toEqual([]);
  });

  test('fails for a stream that the servers do not keep', () => {
    expect(said({ leaf: ['$JS.API.CONSUMER.MSG.NEXT.ORDERS-mirror.*'] })).toEqual([
      `${LEAF}.allow[1] is '$JS.API.CONSUMER.MSG.NEXT.ORDERS-mirror.*', which names stream 'ORDERS-mirror', expected a stream of account APP in JetStream domain 'edge': ORDERS_MIRROR. Did you mean ORDERS_MIRROR? Correct the name, or add the stream: no component creates it.`,
    ]);
    expect(said({ leaf: ['$JS.API.STREAM.INFO.ORDERS'] })[0]).toContain(
      "which names stream 'ORDERS', expected a stream of account APP in JetStream domain 'edge'",
    );
    expect(said({ link: ['ORDER'] })).toEqual([
      `NatsBroker 'hub/nats-broker': leafnodes.leaves[0].permissions.publish.allow[0] is '$JS.hub.API.CONSUMER.CREATE.ORDER', which names stream 'ORDER', expected a stream of account APP in JetStream domain 'hub': ORDERS. Did you mean ORDERS? Correct the name, or add the stream: no component creates it.`,
      `NatsBroker 'hub/nats-broker': leafnodes.leaves[0].permissions.publish.allow[1] is '$JS.FC.ORDER.*.*', which names stream 'ORDER', expected a stream of account APP in JetStream domain 'hub': ORDERS. Did you mean ORDERS? Correct the name, or add the stream: no component creates it.`,
    ]);
  });

  test('fails for a consumer, a domain and an account that are not there, and for what is denied or heard', () => {
    expect(said({ leaf: ['$JS.ACK.ORDERS_MIRROR.wrker.>'] })).toEqual([
      `${LEAF}.allow[1] is '$JS.ACK.ORDERS_MIRROR.wrker.>', which names consumer 'wrker', expected a consumer of stream 'ORDERS_MIRROR': worker. Did you mean worker? Correct the name, or add it to the consumers of the stream: no component creates it.`,
    ]);
    expect(said({ hub: ['$JS.egde.API.STREAM.INFO.ORDERS_MIRROR'] })).toEqual([
      "NatsBroker 'hub/nats-broker': clients[0].permissions.publish.allow[1] is '$JS.egde.API.STREAM.INFO.ORDERS_MIRROR', which names JetStream domain 'egde', expected a domain of the fleet: hub, edge. Did you mean edge? Correct the name.",
    ]);
    expect(said({ denied: ['$JS.API.STREAM.DELETE.ORDER'] })).toHaveLength(2);
    expect(said({ heard: ['$JS.EVENT.ADVISORY.CONSUMER.*.ORDER.x audit'] })).toHaveLength(2);
    expect(said({ account: 'OTHER', leaf: ['$JS.API.STREAM.INFO.ORDERS_MIRROR'] }).join('\n')).toContain(
      "expected a stream of account OTHER in JetStream domain 'edge', which keeps none.",
    );
  });

  test('fails where nothing is stored', () => {
    expect(said({ stores: false, link: [], leaf: ['$JS.API.STREAM.INFO.ORDERS'] })).toEqual([
      `${LEAF}.allow[1] is '$JS.API.STREAM.INFO.ORDERS', but neither its servers nor their hub have JetStream, expected servers with jetStream. Set jetStream of the servers, or remove what names a stream.`,
    ]);
  });

  test('may be made by a user who is let', () => {
    expect(said({ leaf: ['$JS.API.STREAM.CREATE.MINE', '$JS.API.CONSUMER.INFO.MINE.any'] })).toEqual([]);
    expect(said({ leaf: ['$JS.API.CONSUMER.CREATE.ORDERS_MIRROR.own', '$JS.ACK.ORDERS_MIRROR.own.>'] })).toEqual([]);
    expect(said({ leaf: ['$JS.API.CONSUMER.CREATE.ORDERS_MIRROR.>', '$JS.ACK.ORDERS_MIRROR.any.>'] })).toEqual([]);
    expect(said({ leaf: ['$JS.API.CONSUMER.CREATE.ORDERS_MIRROR.own', '$JS.ACK.ORDERS_MIRROR.onw.>'] })).toHaveLength(
      1,
    );
  });

  test('fails where a command names a consumer that its permissions leave open', () => {
    const leaf = ['$JS.API.STREAM.INFO.*', '$JS.API.CONSUMER.INFO.*.*', '$JS.API.CONSUMER.MSG.NEXT.*.*', '$JS.ACK.>'];
    expect(said({ leaf, args: ['sub', '--stream=ORDERS_MIRROR', '--durable=wrker'] })).toEqual([
      "NatsCli 'edge/reader': args[2] is 'wrker', which names consumer 'wrker', expected a consumer of stream 'ORDERS_MIRROR': worker. Did you mean worker? Correct the name, or add it to the consumers of the stream: no component creates it.",
    ]);
  });

  test('is not missed where the servers that may keep it failed', () => {
    expect(said({ fault: true, hub: ['$JS.edge.API.STREAM.INFO.ANY'] })).toEqual([
      expect.stringContaining("NatsLeaf 'edge/nats-leaf': replicas is 2"),
    ]);
  });
});
