import type { ConfMap } from '../../../formats/nats-conf/value.js';
import type { LeafAuthorization, LeafListener, Leafnodes, LeafRemote } from './leafnodes.js';
import { block, type Optional } from './render-block.js';
import { tlsBlock } from './render-tls.js';
import { durationText } from './units.js';

/** The `leafnodes` block: the listener's keys are directly in it, as upstream defines it. */
export function leafnodesBlock({ listener, reconnect, remotes }: Leafnodes): Optional<ConfMap> {
  return block({
    ...(listener && listenerEntries(listener)),
    reconnect: reconnect && durationText(reconnect),
    remotes: remotes && remotes.length > 0 ? remotes.map(remoteBlock) : undefined,
  });
}

function listenerEntries(listener: LeafListener): { readonly [key: string]: Optional<ConfMap[string]> } {
  return {
    host: listener.host,
    port: listener.port,
    advertise: listener.advertise,
    no_advertise: listener.noAdvertise,
    compression: listener.compression,
    isolate_leafnode_interest: listener.isolateLeafnodeInterest,
    authorization: authorizationBlock(listener.authorization),
    tls: tlsBlock(listener.tls),
  };
}

/** Always a block, even if the users are those of the accounts, so that readers see that leaves must authenticate. */
function authorizationBlock(authorization: LeafAuthorization): ConfMap {
  const timeout = authorization.timeout && { timeout: durationText(authorization.timeout) };
  switch (authorization.kind) {
    case 'accountUsers':
      return { ...timeout };
    case 'users':
      return {
        ...timeout,
        users: authorization.users.map(({ user, password, account }) => ({ user, password, account })),
      };
    case 'nkey':
      return { ...timeout, nkey: authorization.nkey, account: authorization.account };
  }
}

function remoteBlock(remote: LeafRemote): ConfMap {
  const { credentials } = remote;
  return {
    ...block({
      urls: remote.urls,
      account: remote.account,
      nkey: credentials?.kind === 'nkey' ? credentials.nkey : undefined,
      credentials: credentials?.kind === 'credentialsFile' ? credentials.path : undefined,
      tls: tlsBlock(remote.tls),
      ignore_discovered_servers: remote.ignoreDiscoveredServers,
      deny_imports: remote.denyImports,
      deny_exports: remote.denyExports,
      compression: remote.compression,
      isolate_leafnode_interest: remote.isolateLeafnodeInterest,
    }),
  };
}
