import { Construct } from 'constructs';
import { RequiredSecret } from '../secrets/required-secret.js';
import { clientSecretName, type NatsClient, userCredential } from './client.js';
import type { NatsServerSettings } from './server-settings.js';

/** The Secret in which a client workload finds the password of its NATS user. */
export class ClientCredentials extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { server, client }: { readonly server: NatsServerSettings; readonly client: NatsClient },
  ) {
    super(scope, id);
    new RequiredSecret(this, 'secret', {
      source: server.secrets,
      cluster: server.cluster.name,
      content: {
        namespace: client.namespace ?? server.namespace,
        name: clientSecretName(client.workload),
        data: { password: [{ credential: userCredential(server.cluster.name, client.user), form: 'password' }] },
      },
    });
  }
}
