import { describe, expect, test } from 'vitest';
import { throwIfAny } from '../../../lib/diagnostic.js';
import { Cluster } from '../../../lib/write/fleet/cluster.js';
import { synthesizeFleet } from '../../../lib/write/fleet/synthesize.js';
import type { NatsBrokerProps } from '../../../lib/write/nats/broker-props.js';
import { NatsBroker } from '../../../lib/write/nats/nats-broker.js';
import { NatsLeaf } from '../../../lib/write/nats/nats-leaf.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { network } from '../../support/application.js';
import { refusal } from '../../support/synth.js';

const permissions = { publish: { deny: ['>'] }, subscribe: { allow: ['a.b'] } };
const secrets = { kind: 'credentials' } as const;

/** A hub that lists edge1 and another cluster; edge1 has its leaf, and edge2 what is said. */
function said(listed: 'edge2' | 'edge3', edge2: 'a leaf' | 'something' | 'a fault'): string[] {
  const fleet = new Fleet('fleet');
  const add = (name: string, address: string) => fleet.addCluster(name, { ...network, nodeAddresses: [address] });
  const [center, first, second] = [add('hub', '192.0.2.1'), add('edge1', '192.0.2.2'), add('edge2', '192.0.2.3')];
  const external = new Cluster('edge3', { ...network, nodeAddresses: ['192.0.2.9'] });
  const hub: NatsBrokerProps = {
    cluster: center,
    secrets,
    leafnodes: { leaves: [first, listed === 'edge2' ? second : external].map((cluster) => ({ cluster, permissions })) },
  };
  center.add('nats', (chart) => {
    new NatsBroker(chart, 'broker', hub);
  });
  first.add('nats', (chart) => {
    new NatsLeaf(chart, 'leaf', { cluster: first, hub, secrets });
  });
  second.add('nats', (chart) => {
    if (edge2 === 'a leaf') new NatsLeaf(chart, 'leaf', { cluster: second, hub, secrets });
    else if (edge2 === 'something') new NatsBroker(chart, 'broker', { cluster: second, name: 'other', secrets });
    else throwIfAny([{ where: 'X', got: 'y', expected: 'z', fix: 'Correct it.' }]);
  });
  return refusal(() => [...synthesizeFleet(fleet)]);
}

describe('the leaves that a hub lists', () => {
  test('are built', () => {
    expect(said('edge2', 'a leaf')).toEqual([]);
  });

  test('fail where their cluster has none', () => {
    expect(said('edge2', 'something')).toEqual([
      "NatsBroker 'hub/nats-broker': leafnodes.leaves[1].cluster is 'edge2', a cluster without a NatsLeaf whose hub is 'hub/nats-broker', expected a cluster with such a leaf. Add the leaf, or remove the cluster from the list: anyone with its key may link.",
    ]);
  });

  test('fail where the fleet does not have their cluster', () => {
    expect(said('edge3', 'something')).toEqual([
      "NatsBroker 'hub/nats-broker': leafnodes.leaves[1].cluster is 'edge3', which is not a cluster of the fleet, expected a cluster with such a leaf. Did you mean 'edge1'? Add the leaf, or remove the cluster from the list: anyone with its key may link.",
    ]);
  });

  test('are not missed where a component of their cluster failed', () => {
    expect(said('edge2', 'a fault')).toEqual(['X is y, expected z. Correct it.']);
  });
});
