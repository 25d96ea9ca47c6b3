import { Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { NatsBrokerProps } from '../../../lib/write/nats/broker-props.js';
import { brokerSettings } from '../../../lib/write/nats/broker-settings.js';
import { INBOX, type NatsClient } from '../../../lib/write/nats/client.js';
import { NatsBroker } from '../../../lib/write/nats/nats-broker.js';
import { NatsCli } from '../../../lib/write/nats/nats-cli.js';
import { readerSubjects } from '../../../lib/write/nats/permissions.js';
import type { Permissions } from '../../../lib/write/nats/server-config/account.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { network } from '../../support/application.js';
import { filesOf, refusal } from '../../support/synth.js';

const READER = [`$JS.API.STREAM.INFO.ORDERS`, ...readerSubjects('ORDERS', 'worker')];

/** What is said of a command whose client may publish orders, and read the stream that keeps them. */
function said(args: readonly string[], permissions: Partial<Permissions> = {}): string[] {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', network);
  const client: NatsClient = {
    user: 'app',
    workload: 'app',
    permissions: {
      publish: { allow: ['orders.new', 'orders.log.*', ...READER] },
      subscribe: { allow: [INBOX, 'news.>', 'jobs workers'] },
      ...permissions,
    },
  };
  const props: NatsBrokerProps = {
    cluster,
    secrets: { kind: 'credentials' },
    clients: [client],
    jetStream: { volumeSize: Size.gibibytes(1), syncInterval: 'always' },
    streams: [
      { name: 'ORDERS', subjects: ['orders.new'], maxBytes: Size.mebibytes(1), consumers: [{ name: 'worker' }] },
    ],
  };
  cluster.add('nats', (chart) => {
    new NatsBroker(chart, 'broker', props);
  });
  cluster.add('app', (chart) => {
    new NatsCli(chart, 'cli', { server: brokerSettings(props).settings, client, args });
  });
  return refusal(() => filesOf(fleet));
}

describe('a nats command', () => {
  test.each([
    [['pub', 'orders.new', 'hello', '--count=5', '--sleep', '1s']],
    [['--trace', 'publish', '-J', 'orders.new', '-H', 'a:b', '--no-templates']],
    [['publish', 'orders.log.{{Count}}', 'hello']],
    [['request', 'orders.new', '']],
    [['subscribe', 'news.today', '--raw']],
    [['sub', 'news.>', 'news.a']],
    [['sub', 'jobs', '--queue', 'workers']],
    [['reply', 'news.q', 'yes', '--count=2']],
    [['subscribe', '--stream=ORDERS', '--durable', 'worker', '--ack']],
    [['subscribe', '--stream', 'ORDERS', '--durable=worker', '--js-api-prefix=x']],
    [['consumer', 'next', 'ORDERS', 'worker', '--count=10']],
    [['consumer', 'ls', '--anything']],
    [['rtt', '1']],
  ])('passes where its client may do what it does: %j', (args) => {
    expect(said(args)).toEqual([]);
  });

  test.each([
    [
      ['pub', 'order.new', 'x'],
      "args[1] is 'order.new', to which the client may not publish, expected a subject that its permissions let it publish to: orders.new, orders.log.*. Did you mean orders.new? Correct the subject, or the permissions.",
    ],
    [
      ['req', 'elsewhere', 'x'],
      "args[1] is 'elsewhere', to which the client may not publish, expected a subject that its permissions let it publish to: orders.new, orders.log.*. Correct the subject, or the permissions.",
    ],
    [
      ['pub', '--jetstream', 'orders.log.a', 'x'],
      "args[2] is 'orders.log.a', which no stream keeps, expected a subject of a stream: orders.new. Correct the subject, add it to a stream, or publish without JetStream: no stream acknowledges the message.",
    ],
    [
      ['sub', 'new.today'],
      "args[1] is 'new.today', to which the client may not subscribe, expected a subject that its permissions let it subscribe to: _INBOX.>, news.>, jobs workers. Correct the subject, or the permissions.",
    ],
    [
      ['sub', 'jobs'],
      "args[1] is 'jobs', to which the client may not subscribe, expected a subject that its permissions let it subscribe to: _INBOX.>, news.>, jobs workers. Correct the subject, or the permissions.",
    ],
    [
      ['sub', '--stream=ORDERS', '--durable=wrker'],
      "args[2] is 'wrker', for which the client may not publish to $JS.API.CONSUMER.INFO.ORDERS.wrker, $JS.API.CONSUMER.MSG.NEXT.ORDERS.wrker, $JS.ACK.ORDERS.wrker.>, expected a consumer of stream 'ORDERS' that its permissions name: worker. Did you mean worker? Correct the name, or the permissions.",
    ],
    [
      ['sub', '--stream=ORDRES', '--durable=worker'],
      "args[1] is 'ORDRES', for which the client may not publish to $JS.API.STREAM.INFO.ORDRES, $JS.API.CONSUMER.INFO.ORDRES.worker, $JS.API.CONSUMER.MSG.NEXT.ORDRES.worker, $JS.ACK.ORDRES.worker.>, expected a stream that its permissions name: ORDERS. Did you mean ORDERS? Correct the name, or the permissions.",
    ],
    [
      ['sub', '--stream=ORDERS', '--all'],
      "args[1] is 'ORDERS', for which the client may not publish to $JS.API.CONSUMER.CREATE.ORDERS.>, expected a stream that its permissions name: ORDERS. Correct the name, or the permissions.",
    ],
    [
      ['sub', '--durable=worker'],
      "args[1] is the consumer 'worker' of no stream, expected a stream as well. Set --stream: nats subscribe accepts a durable consumer only with its stream.",
    ],
    [
      ['consumer', 'next', 'ORDERS', 'wrker'],
      "args[3] is 'wrker', for which the client may not publish to $JS.API.CONSUMER.MSG.NEXT.ORDERS.wrker, expected a consumer of stream 'ORDERS' that its permissions name: worker. Did you mean worker? Correct the name, or the permissions.",
    ],
    [
      ['--trace'],
      'args is without a command, expected a command such as publish, request, reply, consumer, subscribe. Set it.',
    ],
    [['pub', '-q'], 'args[0] is nats publish without a subject, expected a subject. Set it.'],
    [['sub'], 'args[0] is nats subscribe without a subject, expected a subject, or --stream. Set it.'],
    [
      ['pub', 'orders.new', '--count'],
      "args[2] is '--count' without a value, expected its value. Add it after the option.",
    ],
    [
      ['subscrbe', 'news.today'],
      "args[0] is 'subscrbe', which is not a nats command, expected a command such as publish, request, reply, consumer, subscribe. Did you mean subscribe? Correct the name.",
    ],
    [
      ['sub', 'news.a', '--drable=worker'],
      "args[2] is '--drable', which is not an option of nats subscribe, expected one of its options. Did you mean --durable? Correct the name, or remove it.",
    ],
  ])('fails: %j', (args, sentence) => {
    expect(said(args)).toEqual([`NatsCli 'hub/app': ${sentence}`]);
  });

  test('fails where it waits for answers that its client may not hear', () => {
    const deaf = { subscribe: { allow: ['news.>'] } };
    expect(said(['pub', '-J', 'orders.new', 'x'], deaf)).toEqual([
      "NatsCli 'hub/app': args is a command that gets replies at _INBOX.*.*, to which the client may not subscribe, expected an inbox that its permissions let it subscribe to: news.>. Set --inbox-prefix, or allow the client to subscribe to the inbox.",
    ]);
    expect(said(['pub', 'orders.new', 'x'], deaf)).toEqual([]);
    const near = { publish: { allow: ['order.new', 'orders.new'] } };
    expect(said(['pub', '-J', 'order.new', 'x'], near)[0]).toContain(
      'Did you mean orders.new? Correct the subject, add',
    );
  });

  test('heeds what is denied', () => {
    const denied = { publish: { allow: ['orders.*'], deny: ['orders.new'] } };
    expect(said(['pub', 'orders.old', 'x'], denied)).toEqual([
      expect.stringContaining(
        "NatsBroker 'hub/nats-broker': stream 'ORDERS': subjects is 'orders.new', to which no client",
      ),
    ]);
    expect(said(['pub', 'orders.new', 'x'], denied).join()).toContain(
      "args[1] is 'orders.new', to which the client may not publish",
    );
  });
});
