import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { type JobSpec, KubeConfigMap, KubeJob } from '../../../imports/k8s.js';
import { placeInStage } from '../fleet/stage.js';
import { cliPod } from './cli-pod.js';
import { inboxPrefix, type NatsClient, ownInbox } from './client.js';
import { ClientAccess } from './client-access.js';
import type { NatsServerSettings } from './server-settings.js';
import type { StreamDescription } from './stream.js';

const DIRECTORY = '/etc/nats-streams';
const SCRIPT = 'apply.sh';

export const STREAMS_WORKLOAD = 'nats-streams';
export const STREAMS_USER = 'streams';

/**
 * Creates each stream, or updates it to its description, and creates missing consumers. The script first checks whether
 * the stream exists, because `add` refuses a stream that differs, and `edit` one that is missing.
 */
const APPLY = `nats() { command nats --inbox-prefix=${inboxPrefix(STREAMS_USER)} "$@"; }
for file in ${DIRECTORY}/*.stream.json; do
  stream=$(basename "$file" .stream.json)
  if nats stream info "$stream" >/dev/null; then
    nats stream edit "$stream" --config "$file" --force
  else
    nats stream add "$stream" --config "$file"
  fi
  for file in ${DIRECTORY}/"$stream".*.consumer.json; do
    [ -e "$file" ] || continue
    consumer=$(basename "$file" .consumer.json)
    consumer=\${consumer#"$stream".}
    nats consumer info "$stream" "$consumer" >/dev/null || nats consumer add "$stream" "$consumer" --config "$file"
  done
done
`;

/** The client that creates streams and consumers, with permission for these and no others. */
export function streamsClient(
  streams: readonly { readonly name: string; readonly consumers: readonly string[] }[],
): NatsClient {
  return {
    user: STREAMS_USER,
    workload: STREAMS_WORKLOAD,
    permissions: {
      publish: {
        allow: [
          '$JS.API.INFO',
          '$JS.API.STREAM.NAMES',
          ...streams.flatMap(({ name, consumers }) => [
            ...['INFO', 'CREATE', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${name}`),
            ...consumers.flatMap((consumer) =>
              ['INFO', 'CREATE'].map((verb) => `$JS.API.CONSUMER.${verb}.${name}.${consumer}`),
            ),
          ]),
        ],
      },
      subscribe: { allow: [ownInbox(STREAMS_USER)] },
    },
  };
}

export interface StreamsJobProps {
  readonly server: NatsServerSettings;
  readonly streams: readonly StreamDescription[];
}

/**
 * A Job that brings a cluster's streams and consumers to their description, once. Its name depends on its content: a
 * change makes a new Job, because a Job is immutable, and an unchanged description runs nothing. Delete the Job to run
 * it again, for example after a volume was lost.
 *
 * @see https://docs.nats.io/nats-concepts/jetstream/streams
 */
export class StreamsJob extends Construct {
  constructor(scope: Construct, id: string, { server, streams }: StreamsJobProps) {
    super(scope, id);
    placeInStage(this, '60-workloads');
    const { namespace } = server;
    const client = streamsClient(
      streams.map(({ config, consumers }) => ({ name: config.name, consumers: consumers.map(({ name }) => name) })),
    );
    new ClientAccess(this, 'access', { server, client });

    const data = {
      [SCRIPT]: APPLY,
      ...Object.fromEntries(
        streams.flatMap(({ config, consumers }) => [
          [`${config.name}.stream.json`, asText(config)],
          ...consumers.map((consumer) => [`${config.name}.${consumer.name}.consumer.json`, asText(consumer)]),
        ]),
      ),
    };
    const jobSpec = (configMap: string): JobSpec => ({
      // The servers may still be starting, or waiting for their certificates.
      backoffLimit: 20,
      template: cliPod({
        server,
        client,
        command: ['sh', '-eu', `${DIRECTORY}/${SCRIPT}`],
        resources: { cpu: { request: '50m', limit: '200m' }, memory: { request: '64Mi', limit: '256Mi' } },
        restartPolicy: 'OnFailure',
        volumes: [{ name: 'streams', configMap: { name: configMap } }],
        volumeMounts: [{ name: 'streams', mountPath: DIRECTORY, readOnly: true }],
      }),
    });
    const digest = createHash('sha256')
      .update(JSON.stringify([data, jobSpec('')]))
      .digest('hex')
      .slice(0, 8);
    const name = `${STREAMS_WORKLOAD}-${digest}`;
    new KubeConfigMap(this, 'descriptions', { metadata: { name, namespace }, immutable: true, data });
    new KubeJob(this, 'Resource', { metadata: { name, namespace }, spec: jobSpec(name) });
  }
}

function asText(description: object): string {
  return `${JSON.stringify(description, undefined, 2)}\n`;
}
