import { describe, expect, test } from 'vitest';
import { formatProblem, InvalidInput, type Problem, rejectIfAny } from '../lib/problem.js';

const reconnect: Problem = {
  where: "NatsLeaf 'edge-01/leaf': reconnect",
  got: '300s',
  expected: '1s to 60s',
  fix: 'Lower it, or drop it to use the default of 2s.',
};
const replicas: Problem = {
  where: "NatsBroker 'hub/broker': replicas",
  got: '2',
  expected: '1, or an odd number from 3',
  fix: 'Use 3.',
};

describe('Problem', () => {
  test('reads as one sentence with place, value, expectation and remedy', () => {
    expect(formatProblem(reconnect)).toBe(
      "NatsLeaf 'edge-01/leaf': reconnect is 300s, expected 1s to 60s. Lower it, or drop it to use the default of 2s.",
    );
  });

  test('InvalidInput carries all problems, sorted and without repetition', () => {
    const error = new InvalidInput([reconnect, replicas, reconnect]);
    expect(error.problems).toEqual([replicas, reconnect]);
    expect(error.message.split('\n')).toEqual([formatProblem(replicas), formatProblem(reconnect)]);
  });

  test('rejectIfAny throws only where there is a problem', () => {
    expect(() => rejectIfAny([])).not.toThrow();
    expect(() => rejectIfAny([replicas])).toThrow(InvalidInput);
  });
});
