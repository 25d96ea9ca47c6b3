import { describe, expect, test } from 'vitest';
import { goDuration } from '../../../../lib/judge/model/nats/go-duration.js';

describe('goDuration', () => {
  test.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['10us', 0.01],
    ['-2s', -2000],
    ['0', 0],
  ])('reads %s', (text, expected) => {
    expect(goDuration(text)).toBeCloseTo(expected, 9);
  });

  test.each(['', '30', 's', '1d', '1m 30s', '30S'])('refuses %j', (text) => {
    expect(goDuration(text)).toBeUndefined();
  });
});
