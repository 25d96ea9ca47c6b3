import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { KubeConfigMap, KubeJob } from '../../imports/k8s.js';
import { placeInStage } from '../fleet/stage.js';

import { cliPod } from './cli-pod.js';
import { INBOX, type NatsClient } from './client.js';
import { ClientAccess } from './client-access.js';
import type { NatsServerSettings } from './server-settings.js';
import type { StreamConfig } from './stream.js';

const DIRECTORY = '/etc/nats-streams';
const SCRIPT = 'apply.sh';

/**
 * Creates each stream, or brings it to its description: whether it is there is asked first, since the command that creates
 * refuses a stream that differs, and the one that edits refuses one that is missing.
 */
const APPLY = `for file in ${DIRECTORY}/*.json; do
  stream=$(basename "$file" .json)
  if nats stream info "$stream" >/dev/null; then
    nats stream edit "$stream" --config "$file" --force
  else
    nats stream add "$stream" --config "$file"
  fi
done
`;

export const STREAMS_WORKLOAD = 'nats-streams';
const STREAMS_USER = 'streams';

/** The client that creates streams, with permission for these and no others. */
export function streamsClient(names: readonly string[]): NatsClient {
  return {
    user: STREAMS_USER,
    workload: STREAMS_WORKLOAD,
    permissions: {
      publish: {
        allow: [
          '$JS.API.INFO',
          '$JS.API.STREAM.NAMES',
          ...names.flatMap((name) => ['INFO', 'CREATE', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${name}`)),
        ],
      },
      subscribe: { allow: [INBOX] },
    },
  };
}

export interface StreamsJobProps {
  readonly server: NatsServerSettings;
  readonly tls: boolean;
  /** Configurations as JetStream's API takes them. */
  readonly streams: readonly StreamConfig[];
}

/**
 * A Job that creates a cluster's streams and keeps them as described. Its name follows from what it does: a changed
 * description is a new Job, since a Job cannot be changed, and an unchanged one has nothing to do.
 *
 * @see https://docs.nats.io/nats-concepts/jetstream/streams
 */
export class StreamsJob extends Construct {
  constructor(scope: Construct, id: string, { server, tls, streams }: StreamsJobProps) {
    super(scope, id);
    placeInStage(this, '60-workloads');
    const { namespace } = server;
    const client = streamsClient(streams.map(({ name }) => name));
    new ClientAccess(this, 'access', { server, client });

    const data = {
      [SCRIPT]: APPLY,
      ...Object.fromEntries(
        streams.map((stream) => [`${stream.name}.json`, `${JSON.stringify(stream, undefined, 2)}\n`]),
      ),
    };
    const digest = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 8);
    const name = `${STREAMS_WORKLOAD}-${digest}`;
    new KubeConfigMap(this, 'descriptions', { metadata: { name, namespace }, immutable: true, data });
    new KubeJob(this, 'Resource', {
      metadata: { name, namespace },
      spec: {
        // The servers may still be starting, or waiting for their certificates.
        backoffLimit: 20,
        template: cliPod({
          server,
          client,
          tls,
          command: ['sh', '-eu', `${DIRECTORY}/${SCRIPT}`],
          resources: { cpu: { request: '50m', limit: '200m' }, memory: { request: '64Mi', limit: '256Mi' } },
          restartPolicy: 'OnFailure',
          volumes: [{ name: 'streams', configMap: { name } }],
          volumeMounts: [{ name: 'streams', mountPath: DIRECTORY, readOnly: true }],
        }),
      },
    });
  }
}
