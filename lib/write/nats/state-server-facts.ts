import type { Construct } from 'constructs';
import { JETSTREAM_DOMAIN } from '../fleet/check-streams.js';
import { publishFact } from '../fleet/facts.js';
import type { NatsServerSettings } from './server-settings.js';
import { statePermissions } from './state-streams.js';
import { STREAMS_USER } from './streams-job.js';

/** Publishes what must be unique among connected servers, and the streams that clients name. */
export function stateServerFacts(
  construct: Construct,
  where: string,
  { cluster, name, jetStream, clients, storingDomain }: NatsServerSettings,
): void {
  publishFact(construct, { kind: 'unique', of: 'server name prefix', value: `${cluster.name}-${name}`, by: where });
  if (jetStream !== undefined) {
    publishFact(construct, { kind: 'unique', of: JETSTREAM_DOMAIN, value: jetStream.domain, by: where });
  }
  for (const [index, client] of clients.entries()) {
    // The permissions of the Job that creates the streams follow from the streams.
    if (client.user === STREAMS_USER) continue;
    statePermissions(construct, `${where}: clients[${index}]`, storingDomain, client);
  }
}
