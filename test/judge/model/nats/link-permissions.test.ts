import { describe, expect, test } from 'vitest';
import { leafUsersOf, renamedImportsOf, sendingLimitsOf } from '../../../../lib/judge/model/nats/link-permissions.js';
import { root } from './conf.js';

describe('leafUsersOf', () => {
  const users =
    'accounts { A { users: [ { user: a, clients: [LEAFNODE] }, { user: b, clients: [STANDARD] }, { user: c } ] } }';

  test('finds the users of leaves, where leaves may dial', () => {
    expect(leafUsersOf(root(`leafnodes { port: 7422 }\n${users}`)).map(({ name }) => name)).toEqual(['a']);
    expect(leafUsersOf(root(users))).toEqual([]);
  });
});

describe('sendingLimitsOf', () => {
  test('reads the limits of users and of remotes, each with its account', () => {
    const text = `
leafnodes { port: 7422, remotes: [ { account: B, deny_exports: x, deny_imports: y }, {} ] }
accounts { A { users: [
  { user: a, clients: [LEAFNODE], permissions { subscribe: [ p, q ] } }
  { user: b, clients: [LEAFNODE], permissions { subscribe { allow: r, deny: s } } }
  { user: c, clients: [LEAFNODE] }
] } }`;
    const texts = (nodes: readonly { readonly text: string | undefined }[]) => nodes.map((node) => node.text);
    expect(
      sendingLimitsOf(root(text)).map(({ account, allowed, denied }) => [account, texts(allowed), texts(denied)]),
    ).toEqual([
      ['A', ['p', 'q'], []],
      ['A', ['r'], ['s']],
      ['A', [], []],
      ['B', [], ['x']],
      ['', [], []],
    ]);
  });
});

test('renamedImportsOf finds the streams that get another subject, in one account', () => {
  const text = `accounts { A { imports: [
  { stream: { account: B, subject: "a.*" }, to: "b.$1" }
  { stream: { account: B, subject: "a.>" }, prefix: p }
  { stream: { account: B, subject: same }, to: same }
  { stream: { account: B, subject: same } }
  { service: { account: B, subject: s }, to: t }
] }, a { imports: [ { stream: { account: B, subject: x }, to: y } ] } }`;
  expect(renamedImportsOf(root(text), 'A')).toEqual([
    { exported: 'a.*', imported: 'b.*' },
    { exported: 'a.>', imported: 'p.a.>' },
  ]);
  expect(renamedImportsOf(root(text), 'C')).toEqual([]);
});
