import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contains,
  countAddresses,
  formatAddress,
  formatCidr,
  isAddress,
  type Network,
  overlaps,
  parseCidr,
  parseNetwork,
} from '../../lib/formats/cidr.js';

function network(text: string): Network {
  const found = parseNetwork(text);
  if (found === undefined) throw new Error(`${text} is no network`);
  return found;
}

test.each(['10.0.0.1', '0.0.0.0', '::1', 'fe80::1', '::ffff:10.0.0.1'])('%s is an address', (text) =>
  expect(isAddress(text)).toBe(true),
);

test.each(['', 'a', '1', '10.1', '0x0a000001', '010.0.0.1', '10.0.0.256', ' 10.0.0.1', 'fe80::1%eth0', '10.0.0.0/8'])(
  '%j is no address',
  (text) => expect(isAddress(text)).toBe(false),
);

test.each([
  '10.0/8',
  '010.0.0.0/8',
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0',
  '10.0.0.0/',
  '10.0.0.0/-1',
  '10.0.0.0 /8',
  '/8',
])('%j is no CIDR', (text) => expect(parseCidr(text)).toBeUndefined());

test('bits behind the prefix are kept apart from the network', () => {
  expect(parseCidr('10.1.2.3/8')).toEqual({
    family: 'ipv4',
    bits: 8,
    address: 0x0a010203n,
    first: 0x0a000000n,
    last: 0x0affffffn,
  });
  expect(formatCidr(network('10.1.2.3/8'))).toBe('10.0.0.0/8');
  expect(formatCidr(network('2001:DB8:0:1::/32'))).toBe('2001:db8::/32');
});

test('an address is a network of one address', () => {
  expect(formatCidr(network('10.0.0.1'))).toBe('10.0.0.1/32');
  expect(formatCidr(network('::1'))).toBe('::1/128');
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true, true],
  ['10.1.0.0/16', '10.0.0.0/8', false, true],
  ['10.0.0.0/8', '10.0.0.0/8', true, true],
  ['10.0.0.0/8', '11.0.0.0/8', false, false],
  ['0.0.0.0/0', '::/0', false, false],
  ['2001:db8::/32', '2001:db8:1::/48', true, true],
])('%s contains %s: %s, and overlaps it: %s', (a, b, inside, together) => {
  expect(contains(network(a), network(b))).toBe(inside);
  expect(overlaps(network(a), network(b))).toBe(together);
  expect(overlaps(network(b), network(a))).toBe(together);
});

describe('countAddresses', () => {
  const count = (...blocks: readonly (readonly [cidr: string, ...except: string[]])[]) =>
    countAddresses(
      blocks.map(([cidr, ...except]) => ({ cidr, except })),
      'ipv4',
    );

  test.each([
    ['two halves', [['0.0.0.0/1'], ['128.0.0.0/1']], 2n ** 32n],
    ['the same twice', [['10.0.0.0/8'], ['10.0.0.0/8']], 2n ** 24n],
    ['one within another', [['10.0.0.0/8'], ['10.1.0.0/16']], 2n ** 24n],
    ['a hole', [['10.0.0.0/8', '10.1.0.0/16']], 2n ** 24n - 2n ** 16n],
    ['a hole that another block fills', [['0.0.0.0/0', '10.0.0.0/8'], ['10.0.0.0/8']], 2n ** 32n],
    ['a hole within a hole', [['10.0.0.0/8', '10.1.0.0/16', '10.1.1.0/24']], 2n ** 24n - 2n ** 16n],
    ['a hole outside', [['10.0.0.0/8', '11.0.0.0/8']], 2n ** 24n],
    ['nothing but a hole', [['10.0.0.0/8', '0.0.0.0/0']], 0n],
    ['the other family, and text', [['::/0'], ['x']], 0n],
  ] as const)('counts %s', (_, blocks, expected) => {
    expect(count(...blocks)).toBe(expected);
  });

  test('agrees with counting one by one', () => {
    const cidr = fc.record({ last: fc.integer({ min: 0, max: 255 }), bits: fc.integer({ min: 24, max: 32 }) });
    const text = ({ last, bits }: { last: number; bits: number }) => `10.0.0.${last}/${bits}`;
    const block = fc.record({ cidr, except: fc.array(cidr, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), (blocks) => {
        const all = Array.from({ length: 256 }, (_, address) => address).filter((address) => {
          const holds = ({ last, bits }: { last: number; bits: number }) =>
            address >> (32 - bits) === last >> (32 - bits);
          return blocks.some(({ cidr, except }) => holds(cidr) && !except.some(holds));
        });
        const found = count(...blocks.map(({ cidr, except }) => [text(cidr), ...except.map(text)] as const));
        expect(found).toBe(BigInt(all.length));
      }),
    );
  });
});

test('every address is read back from its text', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (value) => {
      expect(network(formatAddress('ipv6', value)).first).toBe(value);
      expect(network(formatAddress('ipv4', value % 2n ** 32n)).first).toBe(value % 2n ** 32n);
    }),
  );
});
