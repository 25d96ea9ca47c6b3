import { Duration } from 'cdk8s';
import { throwIfAny } from '../../diagnostic.js';
import {
  type ClientNodePortProps,
  checkBrokerProps,
  DEFAULT_BROKER_NAME,
  type LeafnodeListenerProps,
  type NatsBrokerProps,
} from './broker-props.js';
import type { NatsClient } from './client.js';
import { leafAccountUser } from './leaf-peer.js';
import { DEFAULT_CLIENT_NODE_PORT, DEFAULT_LEAFNODE_NODE_PORT, LEAFNODE_PORT } from './ports.js';
import type { ServerConfig } from './server-config/model.js';
import { baseConfig, serverTls } from './server-config-base.js';
import { type NatsServerSettings, serverPlace, serverSettings } from './server-settings.js';
import type { Stream } from './stream.js';
import { streamsClient } from './streams-job.js';

/** A broker's props with every default filled in; a leaf reads those of its hub. */
export interface NatsBrokerSettings {
  readonly settings: NatsServerSettings;
  readonly leafnodes: Required<LeafnodeListenerProps> | undefined;
  readonly clientNodePort: Required<ClientNodePortProps> | undefined;
  readonly streams: readonly Stream[];
}

/** Throws {@link InvalidInput} if the props have wrong types. */
export function brokerSettings(props: NatsBrokerProps): NatsBrokerSettings {
  throwIfAny(checkBrokerProps(props));
  const streams = props.streams ?? [];
  const server = serverSettings(props.name ?? DEFAULT_BROKER_NAME, props);
  const clients: readonly NatsClient[] =
    streams.length === 0
      ? server.clients
      : [
          ...server.clients,
          streamsClient(
            streams.map(({ name, consumers = [] }) => ({
              name,
              consumers: consumers.map((consumer) => consumer.name),
            })),
          ),
        ];
  return {
    // No mesh encrypts traffic from outside.
    settings: {
      ...server,
      clients,
      storedSubjects: streams.flatMap(({ subjects }) => subjects),
      clientTls: server.clientTls || props.clientNodePort !== undefined,
    },
    leafnodes: props.leafnodes && { nodePort: DEFAULT_LEAFNODE_NODE_PORT, ...props.leafnodes },
    clientNodePort: props.clientNodePort && { nodePort: DEFAULT_CLIENT_NODE_PORT, ...props.clientNodePort },
    streams,
  };
}

export function brokerLabel(settings: NatsServerSettings): string {
  return `NatsBroker '${serverPlace(settings)}'`;
}

export function brokerConfig({ settings, leafnodes }: NatsBrokerSettings): ServerConfig {
  return {
    ...baseConfig(settings, (leafnodes?.leaves ?? []).map(leafAccountUser)),
    ...(leafnodes && {
      leafnodes: {
        listener: {
          port: LEAFNODE_PORT,
          noAdvertise: true,
          compression: 's2_auto',
          authorization: { kind: 'accountUsers', timeout: Duration.seconds(5) },
          // TLS first: no banner for scanners, and a client that speaks first, as mesh proxies expect.
          tls: { ...serverTls(), verify: true, handshakeFirst: true },
        },
      },
    }),
  };
}
