import { MESSAGING_BUNDLE, TRUST_BUNDLE_KEY } from '../trust/names.js';
import type { WorkloadContainer } from '../workload/container.js';
import type { Service } from '../workload/intents/service.js';
import type { ExternalWorkload } from '../workload/peer.js';
import { clientSecretName, inboxPrefix, type NatsClient } from './client.js';
import { TRUST_DIRECTORY } from './paths.js';
import { CLIENT_PORT } from './ports.js';
import { clientUrl, type NatsServerSettings, podLabels } from './server-settings.js';

/** Name of the volume with the roots that a client verifies its servers with. */
const TRUST_VOLUME = 'nats-trust';

/** The NATS servers of a cluster, as a workload that is defined elsewhere. */
export function natsPeer({ name, namespace }: NatsServerSettings): ExternalWorkload {
  return { kind: 'external', name, namespace, serviceAccount: name, podLabels: podLabels(name) };
}

/**
 * A service whose first container connects to NATS: egress to the servers, and the connection settings in its
 * environment. `NATS_URL`, `NATS_USER`, `NATS_PASSWORD`, `NATS_INBOX_PREFIX`, and `NATS_CA`, the path of the roots, if
 * the servers use TLS. `ClientCredentials` makes the Secret. A client that ignores the prefix gets no replies if its
 * permissions name only its own inbox.
 *
 * @see https://docs.nats.io/using-nats/developer/connecting
 */
export function natsClientService(service: Service, server: NatsServerSettings, client: NatsClient): Service {
  const { workload, calls = [] } = service;
  const [first, ...others] = workload.containers;
  if (first === undefined) return service;
  const connected: WorkloadContainer = {
    ...first,
    env: {
      ...first.env,
      NATS_URL: clientUrl(server),
      NATS_USER: client.user,
      NATS_INBOX_PREFIX: inboxPrefix(client.user),
      ...(server.clientTls && { NATS_CA: `${TRUST_DIRECTORY}/${TRUST_BUNDLE_KEY}` }),
    },
    secretEnv: { ...first.secretEnv, NATS_PASSWORD: { secret: clientSecretName(client.workload), key: 'password' } },
    ...(server.clientTls && { mounts: { ...first.mounts, [TRUST_VOLUME]: TRUST_DIRECTORY } }),
  };
  return {
    ...service,
    workload: {
      ...workload,
      containers: [connected, ...others],
      ...(server.clientTls && {
        volumes: { ...workload.volumes, [TRUST_VOLUME]: { kind: 'config-map', configMap: MESSAGING_BUNDLE } },
      }),
    },
    calls: [...calls, { to: natsPeer(server), port: CLIENT_PORT }],
  };
}
