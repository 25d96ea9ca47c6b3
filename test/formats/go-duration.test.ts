import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goDuration, parseGoDuration } from '../../lib/formats/go-duration.js';

describe('goDuration', () => {
  test.each([
    [0, '0s'],
    [250, '250ms'],
    [1_000, '1s'],
    [1_500, '1.5s'],
    [60_000, '1m0s'],
    [90_250, '1m30.25s'],
    [3_600_000, '1h0m0s'],
    [31_536_000_000, '8760h0m0s'],
  ])('renders %i ms as %s', (millis, text) => expect(goDuration(Duration.millis(millis))).toBe(text));

  test('is read back unchanged', () => {
    fc.assert(
      fc.property(fc.nat({ max: 400_000_000_000 }), (millis) => {
        expect(parseGoDuration(goDuration(Duration.millis(millis)))?.toMilliseconds()).toBe(millis);
      }),
    );
  });

  test.each([
    ['48h', 172_800_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['0', 0],
  ])('reads %s', (text, millis) => expect(parseGoDuration(text)?.toMilliseconds()).toBe(millis));

  test.each(['', '5', '1d', '-1h', '1h ', '1us', '0.1ms', 'h'])('fails to read %j', (text) =>
    expect(parseGoDuration(text)).toBeUndefined(),
  );
});
