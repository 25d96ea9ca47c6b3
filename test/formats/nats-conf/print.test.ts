import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConf } from '../../../lib/formats/nats-conf/parse.js';
import { formatBytes, printConf } from '../../../lib/formats/nats-conf/print.js';
import {
  Bytes,
  Comment,
  type ConfMap,
  type ConfValue,
  Include,
  Variable,
} from '../../../lib/formats/nats-conf/value.js';

/** Strings that a bare word would turn into something else. */
const nasty = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
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
      '\r',
      '\t',
      '\0',
      'a',
      '1',
      'é',
    ),
  }),
  fc.constantFrom(
    '',
    'true',
    'OFF',
    'yes',
    '10',
    '-1',
    '1.5',
    '10k',
    '10Gi',
    '5m',
    '2m30s',
    '1e5',
    '0x1F',
    '$X',
    '$2a$11$abc',
  ),
  fc.constantFrom(
    '//x',
    'a#b',
    'include',
    '(\n)\n',
    '2026-01-31T00:00:00Z',
    '127.0.0.1:4222',
    '[::1]:4222',
    'tls://a:1',
    '.5',
    '-',
  ),
);
const key = nasty.filter((text) => !text.includes('\0') && !(text.includes('"') && text.includes("'")));
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
);
const { value: anyValue } = fc.letrec<{ value: ConfValue; map: ConfMap }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, nasty, number, fc.boolean(), fc.array(tie('value'), { maxLength: 4 }), tie('map')),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));
const document = fc.dictionary(key, anyValue, { maxKeys: 5 });

function read(text: string): unknown {
  const { value, problems } = parseConf(text, { where: 'nats.conf' });
  expect(problems).toEqual([]);
  return value;
}

describe('printConf', () => {
  test('reads back the same, for any strings', () => {
    fc.assert(
      fc.property(document, (conf) => {
        expect(read(printConf([conf]))).toEqual(conf);
      }),
      { numRuns: 500 },
    );
  });

  test('prints variables that read back as variables', () => {
    const conf = { users: [{ user: 'a', password: new Variable('A_PASSWORD') }], url: new Variable('URL') };
    expect(read(printConf([conf]))).toEqual(conf);
  });

  test('prints a number of bytes that reads back exactly', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(),
          fc.nat().map((count) => count * 1024 ** 2),
        ),
        (count) => {
          expect(read(printConf([{ size: new Bytes(count) }]))).toEqual({ size: count });
        },
      ),
    );
    expect(['0', '1023', '1Ki', '1536', '10Gi', '1025Mi'].map((text) => text)).toEqual(
      [0, 1023, 1024, 1536, 10 * 1024 ** 3, 1025 * 1024 ** 2].map(formatBytes),
    );
  });

  test('puts one unquoted key on each line and a blank line between sections', () => {
    const text = printConf([
      new Comment('Written by a program.\n\nDo not edit.'),
      new Include('../nats-auth/auth.conf'),
      { server_name: 'hub-0', listen: '0.0.0.0:4222' },
      {
        leafnodes: { tls: { cert_file: '/etc/nats-certs/tls.crt' }, remotes: [{ urls: ['tls://hub:7422'] }] },
        empty: {},
        none: [],
      },
    ]);
    expect(text).toMatchInlineSnapshot(`
      "# Written by a program.
      #
      # Do not edit.
      include ../nats-auth/auth.conf

      server_name: hub-0
      listen: 0.0.0.0:4222

      leafnodes {
        tls {
          cert_file: /etc/nats-certs/tls.crt
        }
        remotes: [
          {
            urls: [
              tls://hub:7422
            ]
          }
        ]
      }
      empty {}
      none: []
      "
    `);
  });

  test('quotes a path of an include only where needed', () => {
    expect(printConf([new Include('./a.conf'), new Include('a b.conf')])).toBe(
      'include ./a.conf\n\ninclude "a b.conf"\n',
    );
  });

  test('fails for a key that has both kinds of quotes, or a NUL', () => {
    expect(() => printConf([{ [`a"'`]: 1 }])).toThrowErrorMatchingInlineSnapshot(
      `[InvalidInput: NATS configuration: key is "a\\"'", expected a name without NUL and with at most one kind of quotes. Rename it: the language has no escapes in keys.]`,
    );
    expect(() => printConf([{ '\0': 1 }])).toThrow('a name without NUL');
  });

  test('fails for a number that is not finite', () => {
    expect(() => printConf([{ a: Number.NaN }])).toThrowErrorMatchingInlineSnapshot(
      `[InvalidInput: NATS configuration: number is NaN, expected a finite number. Give a number that the language can express.]`,
    );
    expect(() => printConf([{ a: Number.POSITIVE_INFINITY }])).toThrow('a finite number');
  });
});
