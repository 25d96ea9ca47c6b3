import { Size } from 'cdk8s';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import type { NatsBrokerProps } from '../../../lib/write/nats/broker-props.js';
import type { NatsClient } from '../../../lib/write/nats/client.js';
import { NatsBroker } from '../../../lib/write/nats/nats-broker.js';
import type { Stream } from '../../../lib/write/nats/stream.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { FleetCluster } from '../../../lib/write/platform/fleet-cluster.js';
import { filesOf, find, objectsOf, refusal } from '../../support/synth.js';

/** Props of the broker that a test adds to the smallest broker there is. */
export type BrokerChanges = (hub: FleetCluster, edge: FleetCluster) => Partial<NatsBrokerProps>;

export const network: ClusterProps = {
  kubernetesVersion: '1.33',
  mesh: { kind: 'linkerd', version: '2.20', cni: true },
  nodeAddresses: ['192.0.2.1', '192.0.2.2'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};
export const down = { publish: { deny: ['>'] }, subscribe: { allow: ['a.b'] } };
export const publisher: NatsClient = {
  user: 'publisher',
  workload: 'pub',
  permissions: { publish: { allow: ['a.b'] } },
};
export const stream: Stream = { name: 'TEST', subjects: ['a.>'], maxBytes: Size.mebibytes(100) };
export const jetStream = { volumeSize: Size.gibibytes(2) };

/** A broker in the cluster `hub`, beside the cluster `edge`. */
export function fleetOf(changes: BrokerChanges = () => ({})): Fleet {
  const fleet = new Fleet('fleet');
  const hub = fleet.addCluster('hub', network);
  const edge = fleet.addCluster('edge', { ...network, nodeAddresses: ['198.51.100.7'] });
  const props: NatsBrokerProps = { cluster: hub, secrets: { kind: 'credentials' }, ...changes(hub, edge) };
  hub.add('nats-broker', (chart) => {
    new NatsBroker(chart, 'broker', props);
  });
  return fleet;
}

export const objectsWith = (changes: BrokerChanges): ManifestObject[] => objectsOf(fleetOf(changes), 'hub');
export const refusalOf = (changes: BrokerChanges) => refusal(() => filesOf(fleetOf(changes)));

export function natsConf(objects: ManifestObject[]): string {
  const data = find(objects, 'ConfigMap', 'nats-broker-config')['data'];
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? String(data['nats.conf']) : '';
}
