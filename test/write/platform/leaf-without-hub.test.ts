import { Duration, Size } from 'cdk8s';
import { expect, test } from 'vitest';
import { Fleet, type FleetLeafOptions } from '../../../lib/index.js';
import { filesOf, refusal } from '../../support/synth.js';

function said(options: object, publish = false): string[] {
  const fleet = new Fleet('fleet');
  const leaf = fleet
    .addCluster('edge', {
      kubernetesVersion: '1.34',
      nodeAddresses: ['192.0.2.1'],
      podCidrs: ['10.42.0.0/16'],
      serviceCidrs: ['10.43.0.0/16'],
    })
    .addNatsLeaf(options as FleetLeafOptions);
  if (publish) leaf.addPublisher('sender', { subject: 'orders.new', every: Duration.seconds(1) });
  return refusal(() => filesOf(fleet));
}
const hub = { cluster: 'a' };
const missing = "NatsLeaf 'edge/nats-leaf': hub is an object, expected what addNatsBroker returned. Correct it.";

test('a leaf without a hub is told its other faults as well', () => {
  expect(said({ hub, replica: 3, jetStream: { volumeSize: '4Gi' }, monitors: 'no' })).toEqual([
    missing,
    expect.stringMatching(/^NatsLeaf 'edge\/nats-leaf': jetStream\.volumeSize is '4Gi', /),
    "NatsLeaf 'edge/nats-leaf': monitors is 'no', expected true or false. Correct it, or remove it to use the default.",
    "NatsLeaf 'edge/nats-leaf': replica is an unknown option, expected replicas. Did you mean replicas? Correct the name.",
  ]);
  expect(said({ hub, replicas: 2, reconnect: Duration.minutes(2) })).toEqual([
    missing,
    "NatsLeaf 'edge/nats-leaf': reconnect is 120s, expected 1s to 60s. Lower it, or remove it to use the default of 2s.",
    expect.stringMatching(/^NatsLeaf 'edge\/nats-leaf': replicas is 2, /),
  ]);
  const mirrors = [{ of: { name: 'ORDERS', subjects: ['orders'], maxBytes: Size.mebibytes(1) } }];
  expect(said({ hub, mirrors })).toEqual([
    missing,
    "NatsLeaf 'edge/nats-leaf': streams is 1 without jetStream, expected servers with JetStream. Set jetStream with a volume size, or remove the streams.",
  ]);
});

test('what a publisher needs of the hub hides no fault of the leaf', () => {
  expect(said({ hub }, true)).toEqual([missing]);
  expect(said({}, true)).toEqual([
    "NatsLeaf 'edge/nats-leaf': hub is absent, expected what addNatsBroker returned. Set it.",
  ]);
});
