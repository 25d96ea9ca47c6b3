import { Variable } from '../../formats/nats-conf/value.js';
import { oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anyText } from '../../input/values.js';
import { CLUSTER, type Cluster } from '../fleet/cluster.js';
import type { Credential } from '../secrets/secret-content.js';
import { DEFAULT_ACCOUNT, PERMISSIONS, passwordVariable, upperSnake } from './client.js';
import type { Permissions } from './server-config/account.js';
import type { AccountUser } from './server-config-base.js';

/** A cluster that may link to the broker as a leaf. */
export interface LeafPeer {
  /** The leaf's cluster, which has a `NatsLeaf` of this hub; the link may come from its egress CIDRs. */
  readonly cluster: Cluster;
  /** Account of the broker that the link binds. @default APP @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/accounts */
  readonly account?: string;
  /**
   * How the leaf authenticates, besides its certificate: by a key (the broker has only the public half) or by a
   * password.
   * @default nkey
   * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth
   */
  readonly authentication?: 'nkey' | 'password';
  /**
   * Permissions of the link: `publish` covers messages from the leaf, `subscribe` messages to it.
   * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization
   */
  readonly permissions: Permissions;
}

/** What is accepted as a leaf of the broker. */
export const LEAF_PEER: Shape<LeafPeer> = options<LeafPeer>({
  cluster: CLUSTER,
  account: optional(anyText),
  authentication: optional(oneOf('nkey', 'password')),
  permissions: PERMISSIONS,
});

/** NATS user of a leaf: `leaf-edge-01`. */
export function leafUser(cluster: string): string {
  return `leaf-${cluster}`;
}

export function leafCredential(broker: string, { cluster, authentication }: LeafPeer): Credential {
  return { id: `${broker}/${leafUser(cluster.name)}`, kind: authentication === 'password' ? 'password' : 'nkey' };
}

/** The leaf as a user of one of the broker's accounts, accepted only on leafnode connections. */
export function leafAccountUser(peer: LeafPeer): AccountUser {
  const { permissions } = peer;
  const user = leafUser(peer.cluster.name);
  const settings = { permissions, allowedConnectionTypes: ['LEAFNODE' as const] };
  return {
    account: peer.account ?? DEFAULT_ACCOUNT,
    user:
      peer.authentication === 'password'
        ? { kind: 'password', user, password: new Variable(passwordVariable(user)), ...settings }
        : { kind: 'nkey', nkey: new Variable(leafKeyVariable(peer.cluster.name)), ...settings },
  };
}

/** Variable that holds a leaf's public key in the broker's configuration. */
export function leafKeyVariable(cluster: string): string {
  return `${upperSnake(leafUser(cluster))}_NKEY`;
}

/** Variables of the leaf's own configuration: the seed of its key, or a URL with its password. */
export const LEAF_SEED_VARIABLE = 'HUB_NKEY_SEED';
export const LEAF_URL_VARIABLE = 'HUB_URL';
