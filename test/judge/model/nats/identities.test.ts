import { describe, expect, test } from 'vitest';
import { asksForCredentials, leafAccountsOf, usersOf } from '../../../../lib/judge/model/nats/identities.js';
import { root } from './conf.js';

describe('usersOf', () => {
  test('finds the users of accounts, those of the server, and its only user', () => {
    const text = `
authorization { user: one, users: [ { username: two } ] }
accounts { A { users: [ { nkey: UA }, { user: $X } ] } }
leafnodes { authorization { users: [ { user: leaf } ] } }`;
    expect(usersOf(root(text)).map(({ name, account }) => [account, name])).toEqual([
      ['', 'two'],
      ['', 'one'],
      ['A', 'UA'],
      ['A', undefined],
    ]);
  });

  test('takes the permissions of a user before those of its account', () => {
    const text =
      'accounts { A { default_permissions { publish: a }, users: [ { user: x }, { user: y, permissions { publish: b } } ] } }';
    expect(usersOf(root(text)).map(({ permissions }) => permissions?.at('publish').text)).toEqual(['a', 'b']);
  });
});

describe('asksForCredentials', () => {
  test.each([
    ['authorization { token: $T }', true],
    ['authorization { auth_callout {} }', true],
    ['trusted_keys: OA', true],
    ['accounts: $ACCOUNTS', true],
    ['accounts { A { include users.conf\n } }', true],
    ['include a.conf', true],
    ['accounts { A {} }', false],
    ['authorization {}', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(asksForCredentials(root(text))).toBe(expected);
  });
});

describe('leafAccountsOf', () => {
  test('finds the accounts of remotes and of the users of the listener', () => {
    const text = 'leafnodes { remotes: [ { local: A }, {} ], authorization { account: B, users: [ { account: C } ] } }';
    expect(leafAccountsOf(root(text)).map(({ path, text: name }) => `${path} ${name}`)).toEqual([
      'leafnodes.remotes[0].local A',
      'leafnodes.remotes[1].account undefined',
      'leafnodes.authorization.users[0].account C',
      'leafnodes.authorization.account B',
    ]);
  });
});
