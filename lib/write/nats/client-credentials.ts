import { Construct } from 'constructs';
import { InvalidInput } from '../../diagnostic.js';
import { nearest } from '../../formats/did-you-mean.js';
import { RequiredSecret } from '../secrets/required-secret.js';
import { clientSecretName, type NatsClient, userCredential } from './client.js';
import type { NatsServerSettings } from './server-settings.js';

/** The Secret with the password of a client workload's NATS user. */
export class ClientCredentials extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { server, client }: { readonly server: NatsServerSettings; readonly client: NatsClient },
  ) {
    super(scope, id);
    const users = server.clients.map(({ user }) => user);
    if (!users.includes(client.user)) {
      const meant = nearest(client.user, users);
      throw new InvalidInput([
        {
          where: `ClientCredentials '${server.cluster.name}/${client.workload}'`,
          path: 'client',
          got: `the user '${client.user}', which is not a user of ${server.name}`,
          expected: `one of its clients: ${users.join(', ') || 'it has none'}`,
          fix: `${meant === undefined ? '' : `Did you mean ${meant}? `}Correct the user, or add the client to the server's clients.`,
        },
      ]);
    }
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
