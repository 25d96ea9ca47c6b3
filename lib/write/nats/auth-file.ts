import type { SecretText } from '../secrets/secret-content.js';
import { type NatsClient, passwordVariable, SYSTEM_USER, userCredential } from './client.js';
import { type LeafPeer, leafCredential, leafKeyVariable, leafUser } from './leaf-peer.js';

/**
 * The file of secrets that the `nats.conf` of a broker or leaf includes: one variable per line. The configuration
 * itself, with users and permissions, stays readable; only secrets are here.
 */
export function authFile(cluster: string, clients: readonly NatsClient[], leaves: readonly LeafPeer[]): SecretText {
  return [
    ...[...clients.map(({ user }) => user), SYSTEM_USER].flatMap(
      (user): SecretText => [
        `${passwordVariable(user)}: "`,
        { credential: userCredential(cluster, user), form: 'bcrypt' },
        '"\n',
      ],
    ),
    ...leaves.flatMap((leaf): SecretText => {
      const credential = leafCredential(cluster, leaf);
      return leaf.authentication === 'password'
        ? [`${passwordVariable(leafUser(leaf.cluster.name))}: "`, { credential, form: 'bcrypt' }, '"\n']
        : [`${leafKeyVariable(leaf.cluster.name)}: "`, { credential, form: 'publicKey' }, '"\n'];
    }),
  ];
}
