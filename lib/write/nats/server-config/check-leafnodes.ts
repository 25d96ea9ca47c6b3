import { Variable } from '../../../formats/nats-conf/value.js';
import { shown } from '../../../input/fault.js';
import { checkAccountExists, checkNkey, checkSecret, checkUserName } from './check-accounts.js';
import { checkSubject } from './check-permissions.js';
import { checkLiteral, checkPath, checkTls, checkUrl, hostAndPort } from './check-values.js';
import type { Faults } from './faults.js';
import type { LeafListener, LeafRemote } from './leafnodes.js';
import type { ServerConfig } from './model.js';

/** Links between clusters: they cross untrusted networks. */
export function checkLeafnodes(faults: Faults, config: ServerConfig): void {
  const { leafnodes } = config;
  if (leafnodes === undefined) return;
  const remotes = leafnodes.remotes ?? [];
  faults.require(
    leafnodes.listener !== undefined || remotes.length > 0,
    'leafnodes',
    'empty',
    'a listener, or remotes',
    'Say where leaves connect or which hubs are dialed, or remove it.',
  );
  const reconnect = leafnodes.reconnect?.toMilliseconds();
  faults.require(
    reconnect === undefined || (reconnect >= 1000 && reconnect <= 60_000),
    'leafnodes.reconnect',
    `${(reconnect ?? 0) / 1000}s`,
    '1s to 60s',
    'Choose a time in this range, or remove it to use the default of 1s.',
  );
  if (leafnodes.listener !== undefined) checkListener(faults, leafnodes.listener, config);
  for (const [index, remote] of remotes.entries()) checkRemote(faults, `leafnodes.remotes[${index}]`, remote, config);
  checkDuplicateRemotes(faults, remotes);
}

function checkListener(faults: Faults, listener: LeafListener, config: ServerConfig): void {
  const field = 'leafnodes.listener';
  checkTls(faults, `${field}.tls`, listener.tls);
  faults.require(
    listener.tls.verify === true || listener.tls.verifyAndMap === true,
    `${field}.tls.verify`,
    String(listener.tls.verify ?? false),
    'true, or verifyAndMap: a leaf must show a certificate',
    'Set it to true.',
  );
  if (listener.advertise !== undefined) {
    checkLiteral(faults, `${field}.advertise`, listener.advertise);
    faults.require(
      hostAndPort.test(listener.advertise),
      `${field}.advertise`,
      shown(listener.advertise),
      '<host>:<port>',
      'Name the address that leaves can reach.',
    );
  }
  checkAuthorization(faults, `${field}.authorization`, listener, config);
}

function checkAuthorization(
  faults: Faults,
  field: string,
  { authorization }: LeafListener,
  config: ServerConfig,
): void {
  const timeout = authorization.timeout?.toMilliseconds();
  faults.require(
    timeout === undefined || (timeout > 0 && timeout <= 60_000),
    `${field}.timeout`,
    `${timeout}ms`,
    'more than 0 s and at most 60 s',
    'Choose a time in this range.',
  );
  switch (authorization.kind) {
    case 'accountUsers': {
      const users = Object.values(config.accounts).flatMap(({ users = [] }) => users);
      faults.require(
        users.some(({ allowedConnectionTypes = [] }) => allowedConnectionTypes.includes('LEAFNODE')),
        field,
        'accountUsers, and no user may connect as a leaf',
        'at least one user with LEAFNODE among its allowedConnectionTypes',
        'Give each leaf a user of its own.',
      );
      return;
    }
    case 'nkey':
      checkNkey(faults, `${field}.nkey`, authorization.nkey);
      checkAccountExists(faults, `${field}.account`, authorization.account, config);
      return;
    case 'users': {
      faults.require(
        authorization.users.length > 0,
        `${field}.users`,
        'empty',
        'at least one user: without any, the server falls back to the users of the accounts',
        'Give each leaf a user of its own.',
      );
      const seen = new Set<string>();
      for (const [index, { user, password, account }] of authorization.users.entries()) {
        const path = `${field}.users[${index}]`;
        checkUserName(faults, `${path}.user`, user);
        checkSecret(faults, `${path}.password`, password, config);
        checkAccountExists(faults, `${path}.account`, account, config);
        faults.require(!seen.has(user), `${path}.user`, `${shown(user)} a second time`, 'each user once', 'Remove it.');
        seen.add(user);
      }
    }
  }
}

function checkRemote(faults: Faults, field: string, remote: LeafRemote, config: ServerConfig): void {
  faults.require(remote.urls.length > 0, `${field}.urls`, 'empty', 'the addresses of the hub', 'Name at least one.');
  for (const [index, url] of remote.urls.entries()) {
    const path = `${field}.urls[${index}]`;
    if (url instanceof Variable) {
      checkSecret(faults, path, url, config);
    } else {
      checkUrl(faults, path, url, ['tls']);
    }
  }
  checkAccountExists(faults, `${field}.account`, remote.account, config);
  checkTls(faults, `${field}.tls`, remote.tls);
  if (remote.credentials?.kind === 'nkey')
    checkSecret(faults, `${field}.credentials.nkey`, remote.credentials.nkey, config);
  if (remote.credentials?.kind === 'credentialsFile')
    checkPath(faults, `${field}.credentials.path`, remote.credentials.path);
  for (const side of ['denyImports', 'denyExports'] as const) {
    for (const [index, subject] of (remote[side] ?? []).entries()) {
      checkSubject(faults, `${field}.${side}[${index}]`, subject);
    }
  }
  faults.require(
    remote.account !== config.systemAccount,
    `${field}.account`,
    `${shown(remote.account)}, the system account`,
    'an account that carries messages',
    "Bind another account: this one would open the hub's system account to this cluster.",
  );
}

/** Two links between the same accounts and the same hub would carry each message twice. */
function checkDuplicateRemotes(faults: Faults, remotes: readonly LeafRemote[]): void {
  const seen = new Set<string>();
  for (const [index, { urls, account }] of remotes.entries()) {
    for (const url of urls) {
      if (url instanceof Variable) continue;
      const link = `${account} ${url}`;
      faults.require(
        !seen.has(link),
        `leafnodes.remotes[${index}].urls`,
        `${shown(url)} a second time`,
        'each address of a hub once per account',
        'Write all addresses of one hub into one remote.',
      );
      seen.add(link);
    }
  }
}
