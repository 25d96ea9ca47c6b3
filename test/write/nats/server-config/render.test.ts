import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConf } from '../../../../lib/formats/nats-conf/parse.js';
import { Variable } from '../../../../lib/formats/nats-conf/value.js';
import type { ServerConfig } from '../../../../lib/write/nats/server-config/model.js';
import { renderServerConfig } from '../../../../lib/write/nats/server-config/render.js';
import { byteCount, durationText } from '../../../../lib/write/nats/server-config/units.js';
import { broker, leaf, minimal } from './example.js';

function read(config: ServerConfig): unknown {
  const { value, problems } = parseConf(renderServerConfig(config), { where: 'nats.conf' });
  expect(problems).toEqual([]);
  return value;
}

/** Lines that stand in one text and not in the other. */
function delta(config: ServerConfig, base: ServerConfig = minimal): string[] {
  const before = new Set(renderServerConfig(base).split('\n'));
  return renderServerConfig(config)
    .split('\n')
    .filter((line) => !before.has(line));
}

describe('renderServerConfig', () => {
  test('renders the least that a server needs', () => {
    expect(renderServerConfig(minimal)).toMatchInlineSnapshot(`
      "include auth.conf

      server_name: one
      port: 4222

      accounts {
        APP {
          users: [
            {
              user: subscriber
              password: $SUBSCRIBER_PASSWORD
              permissions {
                publish {
                  deny: [
                    ">"
                  ]
                }
                subscribe {
                  allow: [
                    "test.>"
                  ]
                }
              }
            }
          ]
        }
        SYS {}
      }
      system_account: SYS
      "
    `);
  });

  test('renders a leaf', () => {
    expect(renderServerConfig(leaf)).toMatchInlineSnapshot(`
      "include ../nats-auth/auth.conf

      server_name: leaf-0
      port: 4222

      leafnodes {
        reconnect: "2s"
        remotes: [
          {
            urls: [
              tls://1.1.1.1:30722
              $LEAF_URL
            ]
            account: APP
            nkey: $LEAF_NKEY_SEED
            tls {
              cert_file: /etc/nats-certs/tls.crt
              key_file: /etc/nats-certs/tls.key
              ca_file: /etc/nats-certs/ca.crt
              handshake_first: true
            }
            ignore_discovered_servers: true
            deny_imports: [
              "local.>"
            ]
            deny_exports: [
              "local.>"
              private
            ]
            compression: s2_fast
            isolate_leafnode_interest: true
          }
        ]
      }

      accounts {
        APP {
          users: [
            {
              user: subscriber
              password: $SUBSCRIBER_PASSWORD
              permissions {
                publish {
                  deny: [
                    ">"
                  ]
                }
                subscribe {
                  allow: [
                    "test.>"
                  ]
                }
              }
            }
          ]
        }
        SYS {}
      }
      system_account: SYS
      "
    `);
  });

  test('renders every option of a broker where the server looks for it', () => {
    expect(read(broker)).toMatchObject({
      server_name: new Variable('SERVER_NAME'),
      host: '0.0.0.0',
      port: 4222,
      http_port: 8222,
      pid_file: '/var/run/nats/nats.pid',
      lame_duck_grace_period: '10s',
      lame_duck_duration: '30s',
      ping_interval: '20s',
      ping_max: 2,
      write_deadline: '2500ms',
      max_connections: 1000,
      max_payload: 1024 ** 2,
      max_pending: 64 * 1024 ** 2,
      max_subscriptions: 500,
      max_control_line: 4096,
      logtime: false,
      debug: false,
      trace: false,
      tls: { min_version: '1.3', timeout: '3s' },
      jetstream: {
        store_dir: '/data/jetstream',
        domain: 'hub',
        max_file_store: 8 * 1024 ** 3,
        sync_interval: 'always',
      },
      cluster: { name: 'hub', port: 6222, no_advertise: true, pool_size: 3, tls: { verify: true } },
      leafnodes: {
        port: 7422,
        advertise: '1.1.1.1:30722',
        no_advertise: true,
        compression: 's2_auto',
        isolate_leafnode_interest: true,
        authorization: { timeout: '5s' },
        tls: { verify_and_map: true, handshake_first: true },
      },
      system_account: 'SYS',
    });
  });

  test('renders accounts as the server reads them', () => {
    expect(read(broker)).toMatchObject({
      accounts: {
        APP: {
          jetstream: { max_memory: 32 * 1024 ** 2, max_streams: 10, max_consumers: 100, max_bytes_required: true },
          users: [
            {
              user: 'publisher',
              password: new Variable('PUBLISHER_PASSWORD'),
              allowed_connection_types: ['STANDARD'],
              permissions: {
                publish: { allow: ['test.>', '$JS.API.>'], deny: ['test.secret'] },
                subscribe: { allow: ['_INBOX.>', 'test.> workers'] },
                allow_responses: true,
              },
            },
            { nkey: broker.accounts.APP.users[1].nkey },
            { user: 'edge-02.leaf.example.org' },
          ],
          exports: [{ stream: 'test.>', accounts: ['AUDIT'] }, { service: 'ask.*' }],
        },
        AUDIT: {
          jetstream: 'enabled',
          imports: [
            { stream: { account: 'APP', subject: 'test.messages' }, to: 'audit.messages' },
            { service: { account: 'APP', subject: 'ask.me' } },
          ],
        },
      },
    });
  });

  test('denies all where nothing is allowed, because the server takes an empty list for everything', () => {
    expect(read(leaf)).toMatchObject({
      accounts: { APP: { users: [{ permissions: { publish: { deny: ['>'] } } }] } },
    });
  });

  test('renders the users of a listener', () => {
    const listener = {
      ...broker.leafnodes.listener,
      authorization: {
        kind: 'users',
        users: [{ user: 'edge-01', password: new Variable('EDGE_01_PASSWORD'), account: 'APP' }],
      },
    } as const;
    expect(read({ ...broker, leafnodes: { listener } })).toMatchObject({
      leafnodes: {
        authorization: { users: [{ user: 'edge-01', password: new Variable('EDGE_01_PASSWORD'), account: 'APP' }] },
      },
    });
  });

  test('renders the one key of a listener', () => {
    const listener = {
      ...broker.leafnodes.listener,
      authorization: { kind: 'nkey', nkey: new Variable('LEAF_NKEY'), account: 'APP' },
    } as const;
    expect(read({ ...broker, leafnodes: { listener } })).toMatchObject({
      leafnodes: { authorization: { nkey: new Variable('LEAF_NKEY'), account: 'APP' } },
    });
  });

  test('keeps the authorization block of a listener even where it is empty', () => {
    const listener = { ...broker.leafnodes.listener, authorization: { kind: 'accountUsers' } } as const;
    expect(renderServerConfig({ ...broker, leafnodes: { listener } })).toContain('\n  authorization {}\n');
  });

  test('renders a credentials file', () => {
    const remote = {
      ...leaf.leafnodes.remotes[0],
      credentials: { kind: 'credentialsFile', path: '/creds/a' },
    } as const;
    expect(delta({ ...leaf, leafnodes: { remotes: [remote] } }, leaf)).toEqual(['      credentials: /creds/a']);
  });

  test.each<[option: string, config: ServerConfig, lines: string[]]>([
    ['port', { ...minimal, port: 4333 }, ['port: 4333']],
    ['httpPort', { ...minimal, httpPort: 8222 }, ['http_port: 8222']],
    ['pingInterval', { ...minimal, pingInterval: Duration.minutes(2) }, ['ping_interval: "2m"']],
    ['logging.logtime', { ...minimal, logging: { logtime: false } }, ['logtime: false']],
    ['limits.maxPayload', { ...minimal, limits: { maxPayload: Size.kibibytes(1500) } }, ['max_payload: 1500Ki']],
    ['a second include', { ...minimal, includes: ['auth.conf', 'more.conf'] }, ['include more.conf']],
  ])('%s changes its own line alone', (_, config, lines) => {
    expect(delta(config)).toEqual(lines);
  });

  test('writes the certificate files so that the configuration reloader finds them', () => {
    const watched = renderServerConfig(broker).match(/^\s*(cert_file|key_file|ca_file)\s*:/gm);
    expect(watched).toHaveLength(9);
  });
});

describe('durationText', () => {
  test.each([
    [Duration.millis(0), '0ms'],
    [Duration.millis(1500), '1500ms'],
    [Duration.seconds(90), '90s'],
    [Duration.seconds(120), '2m'],
    [Duration.days(1), '24h'],
  ])('writes %s as one number and its unit', (duration, text) => {
    expect(durationText(duration)).toBe(text);
  });
});

describe('byteCount', () => {
  test('counts bytes exactly', () => {
    fc.assert(
      fc.property(fc.nat(), (kibibytes) => {
        expect(byteCount(Size.kibibytes(kibibytes))).toBe(kibibytes * 1024);
      }),
    );
  });
});
