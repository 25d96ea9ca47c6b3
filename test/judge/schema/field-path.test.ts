import { describe, expect, test } from 'vitest';
import { formatPath, segmentsOf, valueAt } from '../../../lib/judge/schema/field-path.js';

describe('field paths', () => {
  test('quote keys that are no plain words', () => {
    expect(formatPath(['spec', 'containers', 0, 'ports', 1])).toBe('spec.containers[0].ports[1]');
    expect(formatPath(['metadata', 'labels', 'app.kubernetes.io/name'])).toBe(
      'metadata.labels["app.kubernetes.io/name"]',
    );
    expect(formatPath(['spec', 'portLevelMtls', '8080'])).toBe('spec.portLevelMtls["8080"]');
  });

  test('come from JSON pointers, with positions only where there are lists', () => {
    const value = { a: [{ '0': { 'x/y~z': 1 } }] };
    const segments = segmentsOf('/a/0/0/x~1y~0z', value);
    expect(segments).toEqual(['a', 0, '0', 'x/y~z']);
    expect(valueAt(value, segments)).toBe(1);
    expect(valueAt(value, ['a', 7, 'b'])).toBeUndefined();
  });
});
