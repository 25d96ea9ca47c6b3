import { Duration } from 'cdk8s';
import type { NatsServerSettings } from '../../nats/server-settings.js';
import type { NatsAlertOptions } from './nats.js';

/** What alerts must know of a cluster's NATS servers, taken from their own settings. */
export function watchedServers(server: NatsServerSettings, links?: NatsAlertOptions['links']): NatsAlertOptions {
  const { namespace, name, replicas, jetStream, certificateLifetime } = server;
  const { duration, renewBefore } = certificateLifetime;
  return {
    namespace,
    name,
    replicas,
    ...(links && { links }),
    jetStream: jetStream !== undefined,
    renewedAfter: Duration.seconds(duration.toSeconds() - renewBefore.toSeconds()),
  };
}
