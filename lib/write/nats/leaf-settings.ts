import { Duration } from 'cdk8s';
import { throwIfAny } from '../../diagnostic.js';
import { brokerSettings, type NatsBrokerSettings } from './broker-settings.js';
import { DEFAULT_ACCOUNT } from './client.js';
import { checkLeafProps, DEFAULT_LEAF_NAME, type NatsLeafProps } from './leaf-props.js';
import { type NatsServerSettings, serverPlace, serverSettings } from './server-settings.js';
import { type Mirror, mirrorName } from './stream.js';
import { streamsClient } from './streams-job.js';

/** A leaf's props with every default filled in. */
export interface NatsLeafSettings {
  readonly settings: NatsServerSettings;
  readonly hub: NatsBrokerSettings;
  readonly account: string;
  readonly reconnect: Duration;
  readonly mirrors: readonly Mirror[];
}

/** Throws {@link InvalidInput} if the props, or those of the hub, have wrong types. */
export function leafSettings(props: NatsLeafProps): NatsLeafSettings {
  throwIfAny(checkLeafProps(props));
  const mirrors = props.mirrors ?? [];
  const server = serverSettings(props.name ?? DEFAULT_LEAF_NAME, props);
  const hub = brokerSettings(props.hub);
  return {
    settings: {
      ...server,
      storingDomain: server.storingDomain ?? hub.settings.storingDomain,
      storedSubjects: hub.settings.storedSubjects,
      clients:
        mirrors.length === 0
          ? server.clients
          : [
              ...server.clients,
              streamsClient(
                mirrors.map((mirror) => ({
                  name: mirrorName(mirror),
                  consumers: (mirror.consumers ?? []).map(({ name }) => name),
                })),
              ),
            ],
    },
    hub,
    account: props.account ?? DEFAULT_ACCOUNT,
    reconnect: props.reconnect ?? Duration.seconds(2),
    mirrors,
  };
}

export function leafLabel(settings: NatsServerSettings): string {
  return `NatsLeaf '${serverPlace(settings)}'`;
}
