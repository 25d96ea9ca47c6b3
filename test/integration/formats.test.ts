import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatGoDuration, parseGoDuration } from '../../lib/formats/go-duration.js';
import { canonicalQuantity, parseQuantity } from '../../lib/formats/quantity.js';
import { FORMAT_CASES } from '../fixtures/format-cases.js';
import { askGo } from './support/go-reader.js';

const NOTHING = { durations: [], nanoseconds: [], quantities: [] };
const SAMPLES = 5_000;

/** As many random values as one run of the program answers; the seed is in the name of the test that fails. */
const seed = Date.now() % 2 ** 31;
const samples = <T>(values: fc.Arbitrary<T>): T[] => fc.sample(values, { numRuns: SAMPLES, seed });

const digits = fc.stringMatching(/^\d{0,12}$/);
const number = fc.oneof(
  digits,
  fc.tuple(digits, digits).map(([whole, fraction]) => `${whole}.${fraction}`),
);
const sign = fc.constantFrom('', '', '', '-', '+');

describe(`what Go reads and writes, with the seed ${seed}`, () => {
  test('the table of readings is what Go says', async () => {
    const told = askGo({
      durations: [...FORMAT_CASES.durations],
      nanoseconds: [...FORMAT_CASES.nanoseconds],
      quantities: [...FORMAT_CASES.quantities],
    });
    const table = {
      durations: FORMAT_CASES.durations.map((text, index) => ({ text, nanoseconds: told.durations[index] })),
      texts: FORMAT_CASES.nanoseconds.map((nanoseconds, index) => ({ nanoseconds, text: told.texts[index] })),
      quantities: FORMAT_CASES.quantities.map((text, index) => ({ text, read: told.quantities[index] })),
    };
    await expect(`${JSON.stringify(table, undefined, 2)}\n`).toMatchFileSnapshot('../fixtures/go-readings.json');
  });

  test('durations are read alike', () => {
    const unit = fc.constantFrom('ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h', 'h', 'm', 's', 'd', '');
    const parts = fc.array(
      fc.tuple(number, unit).map((part) => part.join('')),
      { minLength: 1, maxLength: 3 },
    );
    const texts = samples(fc.tuple(sign, parts).map(([plus, list]) => plus + list.join('')));
    const told = askGo({ ...NOTHING, durations: texts }).durations;
    const ours = texts.map((text) => [text, parseGoDuration(text)]);
    expect(ours).toEqual(texts.map((text, index) => [text, milliseconds(told[index] ?? null)]));
  });

  test('durations are written alike', () => {
    const lengths = samples(
      fc.oneof(fc.integer({ min: -5_000, max: 5_000_000 }), fc.integer({ min: -(2 ** 52), max: 2 ** 52 })),
    );
    const told = askGo({ ...NOTHING, nanoseconds: lengths }).texts;
    expect(lengths.map((length) => formatGoDuration(length / 1_000_000))).toEqual(told);
  });

  test('quantities are read alike, and written as the API server stores them', () => {
    const suffixes = [
      '',
      '',
      'n',
      'u',
      'm',
      'k',
      'M',
      'G',
      'Ki',
      'Mi',
      'Gi',
      'Ti',
      'Pi',
      'Ei',
      'e3',
      'E-2',
      'e1',
      'e0',
      'K',
    ];
    const texts = samples(
      fc
        .tuple(sign, number, fc.constantFrom(...suffixes))
        .filter(([, amount]) => /\d/.test(amount))
        .map((part) => part.join('')),
    );
    const told = askGo({ ...NOTHING, quantities: texts }).quantities;
    const ours = texts.map((text) => {
      const nano = parseQuantity(text);
      return [text, nano === undefined ? null : { nano: String(nano), canonical: canonicalQuantity(text) }];
    });
    expect(ours).toEqual(texts.map((text, index) => [text, told[index]]));
  });

  test('quantities without a digit, which Kubernetes takes for 0, are not read', () => {
    const texts = ['.', '-', '+', 'Mi', '-k', '.m'];
    expect(askGo({ ...NOTHING, quantities: texts }).quantities).toEqual(
      texts.map(() => ({ nano: '0', canonical: '0' })),
    );
    expect(texts.map(parseQuantity)).toEqual(texts.map(() => undefined));
  });
});

/** How many milliseconds a number of nanoseconds is, as exact as a number of JavaScript can be. */
function milliseconds(nanoseconds: string | null): number | undefined {
  if (nanoseconds === null) return undefined;
  const total = BigInt(nanoseconds);
  return Number(total / 1_000_000n) + Number(total % 1_000_000n) / 1_000_000;
}
