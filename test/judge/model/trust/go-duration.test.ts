import { expect, test } from 'vitest';
import { goDurationText, goMilliseconds } from '../../../../lib/judge/model/trust/go-duration.js';

test.each([
  ['48h', 172_800_000],
  ['48h0m0s', 172_800_000],
  ['1.5h', 5_400_000],
  ['1m30s', 90_000],
  ['250ms', 250],
  ['1000us', 1],
  ['1000µs', 1],
  ['1000000ns', 1],
  ['0', 0],
  ['-1s', -1_000],
  ['+1s', 1_000],
  ['5', undefined],
  ['1d', undefined],
  ['', undefined],
  ['h', undefined],
  ['1h ', undefined],
])('%s is %s ms', (text, milliseconds) => expect(goMilliseconds(text)).toBe(milliseconds));

test.each([
  [172_800_000, '48h0m0s'],
  [3_600_000, '1h0m0s'],
  [3_599_000, '59m59s'],
  [60_000, '1m0s'],
  [59_000, '59s'],
  [1_500, '1.5s'],
  [0, '0s'],
])('%i ms is %s', (milliseconds, text) => expect(goDurationText(milliseconds)).toBe(text));
