import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalQuantity, parseQuantity } from '../../lib/formats/quantity.js';

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
    ['+5', '5'],
    ['1e3', '1e3'],
    ['12E6', '12E6'],
    ['5E', '5E'],
  ])('writes %s as the API server stores it: %s', (given, stored) => {
    expect(canonicalQuantity(given)).toBe(stored);
  });

  test.each(['', '-', '1 Gi', '1gi', '1.2.3', 'Mi', 'one'])("leaves '%s', which is no quantity, as it is", (text) => {
    expect(canonicalQuantity(text)).toBe(text);
  });

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

  test('knows what is no quantity', () => {
    expect(parseQuantity('many')).toBeUndefined();
    expect(parseQuantity('.')).toBeUndefined();
  });
});
