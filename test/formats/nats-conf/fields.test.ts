import { describe, expect, test } from 'vitest';
import { confFields, fieldsNewerThan } from '../../../lib/formats/nats-conf/fields.js';

describe('confFields', () => {
  test('names each field once', () => {
    const paths = confFields.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('fieldsNewerThan', () => {
  const conf = {
    jetstream: { sync_interval: 'always' },
    leaf: { ISOLATE: true, remotes: [{ urls: [] }, { ignore_discovered_servers: true }] },
    accounts: { APP: { users: [{ user: 'a', proxy_required: true }] } },
    feature_flags: { a: true },
  };

  test('finds each field that a later minor brought, at its place', () => {
    expect(fieldsNewerThan(conf, '2.12.3')).toEqual([
      { path: 'leaf.remotes[1].ignore_discovered_servers', since: '2.14' },
      { path: 'feature_flags', since: '2.14' },
    ]);
    expect(fieldsNewerThan(conf, '2.9.10').map(({ path }) => path)).toEqual([
      'jetstream.sync_interval',
      'leaf.ISOLATE',
      'leaf.remotes[1].ignore_discovered_servers',
      'accounts.APP.users[0].proxy_required',
      'feature_flags',
    ]);
  });

  test('finds nothing where the release is new enough', () => {
    expect(fieldsNewerThan(conf, '2.14.0')).toEqual([]);
  });
});
