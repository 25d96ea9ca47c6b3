import { describe, expect, test } from 'vitest';
import { formatProblem, formatProblems, InvalidInput, type Problem, rejectIfAny } from '../lib/problem.js';

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

  test('stays on one line, whatever was found', () => {
    expect(formatProblem({ ...reconnect, got: "'a\nb\u0007'" })).toBe(
      "NatsLeaf 'edge-01/leaf': reconnect is 'a\\nb\\u0007', expected 1s to 60s. Lower it, or drop it to use the default of 2s.",
    );
  });

  test('InvalidInput carries all problems, sorted and without repetition', () => {
    const error = new InvalidInput([reconnect, replicas, reconnect]);
    expect(error.problems).toEqual([replicas, reconnect]);
    expect(error.message.split('\n')).toEqual([formatProblem(replicas), formatProblem(reconnect)]);
  });

  test('what is the same at four places or more is said once, with every place', () => {
    const at = (where: string): Problem => ({ ...replicas, where });
    const three = ["NatsBroker 'a/b': x", "NatsBroker 'a/b': y", "NatsLeaf 'c/d': z"].map(at);
    expect(formatProblems(three)).toBe(three.map(formatProblem).join('\n'));
    expect(formatProblems([reconnect, ...three, at("NatsBroker 'a/b': w"), at("NatsBroker 'a/b': w")])).toBe(
      [
        "NatsBroker 'a/b': w is 2, expected 1, or an odd number from 3. Use 3. Likewise: x, y, NatsLeaf 'c/d': z.",
        formatProblem(reconnect),
      ].join('\n'),
    );
    expect(new InvalidInput([reconnect, ...three, at("NatsBroker 'a/b': w")]).problems).toHaveLength(5);
  });

  test('rejectIfAny throws only where there is a problem', () => {
    expect(() => rejectIfAny([])).not.toThrow();
    expect(() => rejectIfAny([replicas])).toThrow(InvalidInput);
  });
});
