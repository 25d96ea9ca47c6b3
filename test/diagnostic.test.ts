import { describe, expect, test } from 'vitest';
import { type Diagnostic, formatDiagnostic, formatDiagnostics, InvalidInput, throwIfAny } from '../lib/diagnostic.js';

const reconnect: Diagnostic = {
  where: "NatsLeaf 'edge-01/leaf': reconnect",
  got: '300s',
  expected: '1s to 60s',
  fix: 'Lower it, or remove it to use the default of 2s.',
};
const replicas: Diagnostic = {
  where: "NatsBroker 'hub/broker': replicas",
  got: '2',
  expected: '1, or an odd number from 3',
  fix: 'Use 3.',
};

describe('Problem', () => {
  test('reads as one sentence with place, value, expectation and remedy', () => {
    expect(formatDiagnostic(reconnect)).toBe(
      "NatsLeaf 'edge-01/leaf': reconnect is 300s, expected 1s to 60s. Lower it, or remove it to use the default of 2s.",
    );
  });

  test('stays on one line, whatever was found', () => {
    expect(formatDiagnostic({ ...reconnect, got: "'a\nb\u0007'" })).toBe(
      "NatsLeaf 'edge-01/leaf': reconnect is 'a\\nb\\u0007', expected 1s to 60s. Lower it, or remove it to use the default of 2s.",
    );
  });

  test('InvalidInput carries all problems, sorted and without repetition', () => {
    const error = new InvalidInput([reconnect, replicas, reconnect]);
    expect(error.problems).toEqual([replicas, reconnect]);
    expect(error.message.split('\n')).toEqual([formatDiagnostic(replicas), formatDiagnostic(reconnect)]);
  });

  test('what is the same at four places or more is said once, with every place', () => {
    const at = (where: string): Diagnostic => ({ ...replicas, where });
    const three = ["NatsBroker 'a/b': x", "NatsBroker 'a/b': y", "NatsLeaf 'c/d': z"].map(at);
    expect(formatDiagnostics(three)).toBe(three.map(formatDiagnostic).join('\n'));
    expect(formatDiagnostics([reconnect, ...three, at("NatsBroker 'a/b': w"), at("NatsBroker 'a/b': w")])).toBe(
      [
        "NatsBroker 'a/b': w is 2, expected 1, or an odd number from 3. Use 3. Likewise: x, y, NatsLeaf 'c/d': z.",
        formatDiagnostic(reconnect),
      ].join('\n'),
    );
    expect(new InvalidInput([reconnect, ...three, at("NatsBroker 'a/b': w")]).problems).toHaveLength(5);
  });

  test('throwIfAny throws only where there is a problem', () => {
    expect(() => throwIfAny([])).not.toThrow();
    expect(() => throwIfAny([replicas])).toThrow(InvalidInput);
  });
});
