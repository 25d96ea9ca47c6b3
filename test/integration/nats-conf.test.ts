import { createHash } from 'node:crypto';
import bcrypt from 'bcryptjs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printConf } from '../../lib/formats/nats-conf/print.js';
import { checkServerConfig } from '../../lib/write/nats/server-config/check.js';
import type { ServerConfig } from '../../lib/write/nats/server-config/model.js';
import { renderServerConfig } from '../../lib/write/nats/server-config/render.js';
import { broker } from '../write/nats/server-config/example.js';
import { ConfFolder } from './support/conf-folder.js';

let folder: ConfFolder;

beforeAll(async () => {
  folder = await ConfFolder.create();
});

afterAll(() => folder?.remove());

/** What the server's digest of a configuration is made of: JSON with sorted keys, as Go encodes it. */
function digest(conf: { readonly [key: string]: { readonly [key: string]: string } }): string {
  const sorted = (map: object): object =>
    Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareBytes(a, b)));
  const object = Object.fromEntries(Object.entries(conf).map(([key, map]) => [key, sorted(map)]));
  const json = JSON.stringify(object).replaceAll(/[<>&\u2028\u2029\u007f]/g, (character) =>
    character === '\u007f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return createHash('sha256').update(`${json}\n`).digest('hex');
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

describe('printConf', () => {
  test('prints strings that the server reads as they were', async () => {
    const character = fc.constantFrom(
      '$',
      '"',
      "'",
      '\\',
      '#',
      '/',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      ',',
      ';',
      ' ',
      '\n',
      '\t',
      '\0',
      'a',
      '1',
      'é',
      '€',
    );
    const samples = fc.sample(
      fc.oneof(
        fc.string({ unit: character, minLength: 1 }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.constantFrom(
          'true',
          'OFF',
          '10',
          '10Gi',
          '5m',
          '1e5',
          '$X',
          '$2a$11$a',
          '//',
          'include',
          '1.2.3.4:5',
          '.5',
          '-',
        ),
      ),
      { numRuns: 400, seed: 1 },
    );
    const metadata = Object.fromEntries(samples.map((sample, index) => [`k${index}`, sample]));
    const conf = { server_metadata: metadata };
    expect(await folder.read('strings', printConf([conf]))).toEqual([0, expect.stringContaining(digest(conf))]);
  });
});

describe('renderServerConfig', () => {
  test('renders every option so that the server accepts it', async () => {
    const hash = bcrypt.hashSync('secret', 4);
    const include = await folder.writeSecrets('all', { PUBLISHER_PASSWORD: hash, SYS_PASSWORD: hash });
    const config: ServerConfig = {
      ...broker,
      includes: [include],
      tls: { ...broker.tls, ...folder.tlsOf('broker') },
      cluster: { ...broker.cluster, tls: { ...folder.tlsOf('broker'), verify: true } },
      leafnodes: {
        listener: {
          ...broker.leafnodes.listener,
          tls: { ...broker.leafnodes.listener.tls, ...folder.tlsOf('broker') },
        },
      },
    };
    expect(checkServerConfig('broker', config)).toEqual([]);
    expect(await folder.read('all', renderServerConfig(config))).toEqual([0, expect.stringContaining('is valid')]);
  });

  test('fails in the server for a variable that the included file defines and nothing refers to', async () => {
    const include = await folder.writeSecrets('unused', { UNUSED: 'x' });
    const text = `include ${include}\nserver_name: one\n`;
    expect(await folder.read('unused', text)).toEqual([1, expect.stringContaining('unknown field "UNUSED"')]);
  });
});
