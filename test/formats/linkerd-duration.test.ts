import { expect, test } from 'vitest';
import { parseLinkerdDuration } from '../../lib/formats/linkerd-duration.js';

test.each([
  ['300ms', 300],
  ['10s', 10_000],
  [' 5m ', 300_000],
  ['1h', 3_600_000],
  ['1d', 86_400_000],
  ['0', 0],
  ['5', undefined],
  ['1.5s', undefined],
  ['1m30s', undefined],
  ['-1s', undefined],
  ['', undefined],
])('%j is %s ms', (text, milliseconds) => expect(parseLinkerdDuration(text)).toBe(milliseconds));
