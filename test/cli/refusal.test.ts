import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { asInvalidInput, refusalText } from '../../lib/cli/refusal.js';
import { InvalidInput } from '../../lib/diagnostic.js';

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

test('a refusal of the system has the form of every problem', () => {
  const folder = tmpdir();
  const error = thrownBy(() => readFileSync(folder));
  expect(refusalText(error)).toMatch(
    /is refused by the system \(EISDIR: .*\), expected a place that this user can read and write\. Correct the path, its permissions or the space on its disk, and run again\.$/,
  );
  expect(asInvalidInput(error)?.problems).toHaveLength(1);
});

test('a missing path is reported as missing', () => {
  expect(refusalText(thrownBy(() => readFileSync('/no/such/place')))).toBe(
    '/no/such/place is not there, expected a path that exists. Correct the path, and run again.',
  );
});

test('problems are printed unchanged', () => {
  const error = new InvalidInput([{ where: 'A', got: 'b', expected: 'c', fix: 'Do d.' }]);
  expect(refusalText(error)).toBe('A is b, expected c. Do d.');
});

test('an error of the program is printed with the line that threw it', () => {
  expect(refusalText(new RangeError('too far'))).toMatch(
    /^The program stopped because of an internal error\.\n\nRangeError: too far\n {4}at .*refusal\.test\.ts/,
  );
  expect(refusalText('a text')).toBe('The program stopped because of an internal error.\n\na text');
});
