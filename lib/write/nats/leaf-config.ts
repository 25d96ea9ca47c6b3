import { Variable } from '../../formats/nats-conf/value.js';
import { compareMinors } from '../../formats/release.js';
import type { SecretText } from '../secrets/secret-content.js';
import type { NatsBrokerSettings } from './broker-settings.js';
import { LEAF_SEED_VARIABLE, LEAF_URL_VARIABLE, type LeafPeer, leafCredential, leafUser } from './leaf-peer.js';
import type { NatsLeafSettings } from './leaf-settings.js';
import type { ServerConfig } from './server-config/model.js';
import { baseConfig, serverTls } from './server-config-base.js';

/** The configuration of a leaf's servers. */
export function leafConfig(
  { settings, hub, account, reconnect }: NatsLeafSettings,
  peer: LeafPeer,
  nodePort: number,
): ServerConfig {
  const urls = hub.settings.cluster.nodeAddresses.map((address) => `tls://${inUrl(address)}:${nodePort}`);
  const byPassword = peer.authentication === 'password';
  return {
    ...baseConfig(settings, []),
    leafnodes: {
      reconnect,
      remotes: [
        {
          urls: byPassword ? [new Variable(LEAF_URL_VARIABLE), ...urls.slice(1)] : urls,
          account,
          ...(!byPassword && { credentials: { kind: 'nkey' as const, nkey: new Variable(LEAF_SEED_VARIABLE) } }),
          tls: { ...serverTls(), handshakeFirst: true },
          // The hub announces the addresses of its pods, which this cluster cannot reach.
          ...(compareMinors(settings.version, '2.14') >= 0 && { ignoreDiscoveredServers: true }),
          compression: 's2_auto',
        },
      ],
    },
  };
}

/** The lines of the secret file with which this leaf logs in to its hub. */
export function hubLogin(hub: NatsBrokerSettings, peer: LeafPeer, nodePort: number): SecretText {
  const broker = hub.settings.cluster;
  const credential = leafCredential(broker.name, peer);
  if (peer.authentication !== 'password') return [`${LEAF_SEED_VARIABLE}: "`, { credential, form: 'seed' }, '"\n'];
  const address = `${inUrl(broker.nodeAddresses[0] ?? '')}:${nodePort}`;
  return [
    `${LEAF_URL_VARIABLE}: "tls://${leafUser(peer.cluster.name)}:`,
    { credential, form: 'password' },
    `@${address}"\n`,
  ];
}

function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
