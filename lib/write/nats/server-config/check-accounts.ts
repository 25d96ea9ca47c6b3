import { covers } from '../../../formats/nats-subject.js';
import { shown } from '../../../input/fault.js';
import type { Account, Export, Import, User } from './account.js';
import { checkPermissions, checkSubject } from './check-permissions.js';
import { checkCount, checkLiteral, checkVariable } from './check-values.js';
import type { Faults } from './faults.js';
import type { ServerConfig } from './model.js';

/** Who may connect, and what each may see of the accounts. */
export function checkAccounts(faults: Faults, config: ServerConfig): void {
  const accounts = Object.entries(config.accounts);
  faults.require(
    accounts.some(([, { users = [] }]) => users.length > 0),
    'accounts',
    'without a user',
    'at least one user: without any, the server asks no client for credentials',
    'Give an account its users.',
  );
  checkSystemAccount(faults, config);
  checkDuplicates(faults, config);
  for (const [name, account] of accounts) {
    const field = `accounts.${name}`;
    faults.require(
      /^[A-Za-z][\w-]*$/.test(name) && !/^include$/i.test(name),
      field,
      `an account named ${shown(name)}`,
      'a name of letters, digits, dashes and underscores that begins with a letter',
      'Rename the account.',
    );
    checkAccountLimits(faults, field, account);
    if (account.defaultPermissions !== undefined) {
      checkPermissions(faults, `${field}.defaultPermissions`, account.defaultPermissions);
    }
    for (const [index, user] of (account.users ?? []).entries()) {
      checkUser(faults, `${field}.users[${index}]`, user, account, config, name === config.systemAccount);
    }
    for (const [index, item] of (account.exports ?? []).entries()) {
      checkExport(faults, `${field}.exports[${index}]`, item, config);
    }
    for (const [index, item] of (account.imports ?? []).entries()) {
      checkImport(faults, `${field}.imports[${index}]`, name, item, config);
    }
  }
}

function checkSystemAccount(faults: Faults, { systemAccount, accounts }: ServerConfig): void {
  const account = accounts[systemAccount];
  if (account === undefined) {
    faults.add('systemAccount', shown(systemAccount), 'one of the accounts', 'Declare it under accounts.');
    return;
  }
  faults.require(
    account.jetstream === undefined,
    `accounts.${systemAccount}.jetstream`,
    'set',
    'absent: the system account cannot have streams',
    'Remove it.',
  );
}

/** The server identifies a user only by its name, so two accounts cannot share one. */
function checkDuplicates(faults: Faults, { accounts }: ServerConfig): void {
  const seen = new Map<string, string>();
  for (const [name, { users = [] }] of Object.entries(accounts)) {
    for (const [index, user] of users.entries()) {
      const field = `accounts.${name}.users[${index}]`;
      const identity = identityOf(user);
      const other = seen.get(identity);
      if (other !== undefined) {
        faults.add(
          field,
          `${shown(identity)}, as ${other} is`,
          'a user of one account',
          'Rename or remove one of them.',
        );
      }
      seen.set(identity, field);
    }
  }
}

function identityOf(user: User): string {
  if (user.kind !== 'nkey') return user.user;
  return typeof user.nkey === 'string' ? user.nkey : `$${user.nkey.name}`;
}

function checkAccountLimits(faults: Faults, field: string, { jetstream }: Account): void {
  checkCount(faults, `${field}.jetstream.maxStreams`, jetstream?.maxStreams);
  checkCount(faults, `${field}.jetstream.maxConsumers`, jetstream?.maxConsumers);
}

function checkUser(
  faults: Faults,
  field: string,
  user: User,
  account: Account,
  config: ServerConfig,
  isSystem: boolean,
): void {
  if (user.kind === 'nkey') {
    checkNkey(faults, `${field}.nkey`, user.nkey);
  } else {
    checkUserName(faults, `${field}.user`, user.user);
  }
  if (user.kind === 'password') checkSecret(faults, `${field}.password`, user.password, config);
  checkConnectionTypes(faults, field, user, config);
  const permissions = user.permissions ?? account.defaultPermissions;
  if (user.permissions !== undefined) checkPermissions(faults, `${field}.permissions`, user.permissions);
  const restricted = permissions?.publish !== undefined || permissions?.allowResponses === true;
  faults.require(
    restricted || isSystem,
    `${field}.permissions.publish`,
    'absent',
    'the subjects that the user may publish to: without them it may publish to all',
    'Name them; an empty allow list denies all.',
  );
}

export function checkUserName(faults: Faults, field: string, user: string): void {
  checkLiteral(faults, field, user);
  faults.require(user.trim() !== '', field, shown(user), 'a name', 'Name the user.');
}

/** A public key may be shown. Anything else is not: it may be a seed. */
export function checkNkey(faults: Faults, field: string, nkey: unknown): void {
  checkVariable(faults, field, nkey);
  if (typeof nkey !== 'string') return;
  faults.require(
    /^U[A-Z2-7]{55}$/.test(nkey),
    field,
    'not a public user key',
    "56 characters that begin with 'U'",
    'Give the public key of the user; its seed belongs to the other side.',
  );
}

/**
 * A secret must come from an included file: the server would parse the value of an environment variable as
 * configuration.
 */
export function checkSecret(
  faults: Faults,
  field: string,
  variable: { readonly name: string },
  config: ServerConfig,
): void {
  checkVariable(faults, field, variable);
  faults.require(
    (config.includes ?? []).length > 0,
    field,
    `$${variable.name} without an included file`,
    'an included file that defines it',
    'Add the file of the mounted Secret to includes.',
  );
}

/** A listener without certificates would accept the bare name of a certificate user. */
function checkConnectionTypes(faults: Faults, field: string, user: User, config: ServerConfig): void {
  const types = user.allowedConnectionTypes;
  const listener = config.leafnodes?.listener;
  faults.require(
    types === undefined || types.length > 0,
    `${field}.allowedConnectionTypes`,
    'empty',
    'at least one kind of connection: the server reads an empty list as all',
    'Name the kinds, or remove the list.',
  );
  faults.require(
    types !== undefined || listener?.authorization.kind !== 'accountUsers',
    `${field}.allowedConnectionTypes`,
    'absent',
    'the kinds of connection: users of accounts may connect to the leafnode port as well',
    'Name STANDARD for a client, LEAFNODE for a leaf.',
  );
  if (user.kind !== 'certificate') return;
  const mapping = { STANDARD: config.tls?.verifyAndMap, LEAFNODE: listener?.tls.verifyAndMap };
  for (const type of types ?? ['STANDARD' as const]) {
    faults.require(
      (type === 'STANDARD' || type === 'LEAFNODE') && mapping[type] === true,
      `${field}.allowedConnectionTypes`,
      types === undefined ? 'absent' : type,
      'only connections whose listener maps certificates to users: elsewhere the name alone admits anyone',
      'Set verifyAndMap on the listener, or name other kinds of connection.',
    );
  }
}

function checkExport(faults: Faults, field: string, { subject, accounts }: Export, config: ServerConfig): void {
  checkSubject(faults, `${field}.subject`, subject);
  for (const [index, account] of (accounts ?? []).entries()) {
    checkAccountExists(faults, `${field}.accounts[${index}]`, account, config);
  }
}

export function checkAccountExists(faults: Faults, field: string, account: string, config: ServerConfig): void {
  faults.require(
    Object.hasOwn(config.accounts, account),
    field,
    shown(account),
    'one of the accounts',
    'Declare it under accounts, or correct the name.',
  );
}

function checkImport(faults: Faults, field: string, importer: string, item: Import, config: ServerConfig): void {
  checkSubject(faults, `${field}.subject`, item.subject);
  if (item.to !== undefined) checkSubject(faults, `${field}.to`, item.to);
  checkAccountExists(faults, `${field}.account`, item.account, config);
  const exports = config.accounts[item.account]?.exports ?? [];
  const granted = exports.some(
    ({ kind, subject, accounts }) =>
      kind === item.kind && covers(subject, item.subject) && (accounts === undefined || accounts.includes(importer)),
  );
  faults.require(
    granted || !Object.hasOwn(config.accounts, item.account),
    `${field}.subject`,
    shown(item.subject),
    `a ${item.kind} that ${item.account} exports to ${importer}`,
    'Export it there, or correct the subject.',
  );
}
