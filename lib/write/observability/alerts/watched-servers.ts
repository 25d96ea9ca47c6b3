import { Duration } from 'cdk8s';
import type { NatsServerSettings } from '../../nats/server-settings.js';
import type { NatsAlertOptions } from './nats.js';

/** The facts about a cluster's NATS servers that alerts need, from their settings. */
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
