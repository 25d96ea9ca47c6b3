import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatGoDuration, parseGoDuration } from '../../lib/formats/go-duration.js';
import readings from '../fixtures/go-readings.json' with { type: 'json' };

describe('parseGoDuration', () => {
  // The table is Go's own; test/integration/formats.test.ts makes it.
  test.each(readings.durations)('reads $text as Go does', ({ text, nanoseconds }) => {
    expect(parseGoDuration(text)).toBe(nanoseconds === null ? undefined : inMilliseconds(BigInt(nanoseconds)));
  });

  test.each([
    ['48h', 172_800_000],
    ['.5s', 500],
    ['1h.5m', 3_630_000],
    ['1µs', 0.001],
    ['1μs', 0.001],
    ['-1.5h', -5_400_000],
    ['0', 0],
  ])('reads %s in milliseconds', (text, milliseconds) => expect(parseGoDuration(text)).toBe(milliseconds));
});

describe('formatGoDuration', () => {
  test.each(readings.texts)('writes $nanoseconds ns as Go does: $text', ({ nanoseconds, text }) => {
    expect(formatGoDuration(nanoseconds / 1_000_000)).toBe(text);
  });

  test('is read back unchanged', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 42), max: 2 ** 42 }), (milliseconds) => {
        expect(parseGoDuration(formatGoDuration(milliseconds))).toBe(milliseconds === 0 ? 0 : milliseconds);
      }),
    );
  });
});

function inMilliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1_000_000;
}
