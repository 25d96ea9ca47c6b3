import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalQuantity, parseQuantity } from '../../lib/formats/quantity.js';
import readings from '../fixtures/go-readings.json' with { type: 'json' };

// The table is Kubernetes' own; test/integration/formats.test.ts makes it.
test.each(readings.quantities)('reads and writes $text as Kubernetes does', ({ text, read }) => {
  expect(parseQuantity(text)?.toString()).toBe(read?.nano);
  expect(canonicalQuantity(text)).toBe(read?.canonical ?? text);
});

describe('canonicalQuantity', () => {
  test.each([
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['0.5', '500m'],
    [0.5, '500m'],
    ['.5', '500m'],
    ['0.0001', '100u'],
    ['1.0', '1'],
    [2, '2'],
    ['2000', '2k'],
    ['2500', '2500'],
    ['3000000k', '3G'],
    ['1024Mi', '1Gi'],
    ['1536Mi', '1536Mi'],
    ['1.5Gi', '1536Mi'],
    ['0.5Ki', '512'],
    ['1Ki', '1Ki'],
    ['0', '0'],
    ['0Mi', '0'],
    ['-1000m', '-1'],
    ['+5', '+5'],
    ['1.500', '1.500'],
    ['007Mi', '007Mi'],
    ['16Ei', '9223372036854775807'],
    ['1e3', '1e3'],
    ['12E6', '12E6'],
    ['5E', '5E'],
  ])('writes %s as the API server stores it: %s', (given, stored) => {
    expect(canonicalQuantity(given)).toBe(stored);
  });

  test.each(['', '-', '1 Gi', '1gi', '1.2.3', 'Mi', 'one'])(
    "leaves '%s', which is not a quantity, as it is",
    (text) => {
      expect(canonicalQuantity(text)).toBe(text);
    },
  );

  test('keeps the value, and has nothing to change in what it wrote', () => {
    const suffixes = ['', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'E-2'];
    const quantity = fc
      .tuple(
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.constantFrom('', '.5', '.25'),
        fc.constantFrom(...suffixes),
      )
      .map(([whole, fraction, suffix]) => `${whole}${fraction}${suffix}`);
    fc.assert(
      fc.property(quantity, (text) => {
        const written = canonicalQuantity(text);
        expect(parseQuantity(written)).toBe(parseQuantity(text));
        expect(canonicalQuantity(written)).toBe(written);
      }),
    );
  });
});

describe('parseQuantity', () => {
  test('counts in billionths and rounds up what is smaller, as the API server does', () => {
    expect(parseQuantity('1')).toBe(1_000_000_000n);
    expect(parseQuantity('1n')).toBe(1n);
    expect(parseQuantity('0.1n')).toBe(1n);
    expect(parseQuantity('1Ki')).toBe(1024n * 1_000_000_000n);
    expect(parseQuantity('12e-1')).toBe(1_200_000_000n);
  });

  test('knows what is not a quantity', () => {
    expect(parseQuantity('many')).toBeUndefined();
    expect(parseQuantity('.')).toBeUndefined();
  });

  const nano = 1_000_000_000n;

  test.each([
    ['1', nano],
    [2, 2n * nano],
    [0.5, nano / 2n],
    ['250m', nano / 4n],
    ['1.', nano],
    ['.5', nano / 2n],
    ['+1', nano],
    ['-1', -nano],
    ['1u', 1000n],
    ['1n', 1n],
    ['0.1n', 1n],
    ['1k', 1000n * nano],
    ['1M', 1_000_000n * nano],
    ['1G', 10n ** 9n * nano],
    ['1T', 10n ** 12n * nano],
    ['1P', 10n ** 15n * nano],
    ['1E', 10n ** 18n * nano],
    ['1e3', 1000n * nano],
    ['1E3', 1000n * nano],
    ['1e-3', nano / 1000n],
    ['1Ki', 1024n * nano],
    ['1.5Mi', 1536n * 1024n * nano],
    ['1Gi', 1024n ** 3n * nano],
    ['1Ti', 1024n ** 4n * nano],
    ['1Pi', 1024n ** 5n * nano],
    ['1Ei', 1024n ** 6n * nano],
  ])('reads %s exactly', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });

  test.each(['', 'lots', '1 Gi', '1gi', '1Kim', '.', '1e', null, true, undefined])('refuses %j', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test('holds what a double cannot', () => {
    expect(parseQuantity('9007199254740993')).toBe(9007199254740993n * nano);
  });
});
