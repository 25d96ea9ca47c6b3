import { describe, expect, test } from 'vitest';
import { nearest } from '../../lib/formats/did-you-mean.js';

describe('nearest', () => {
  test('forgives case, swapped neighbours, and letters too many or too few', () => {
    const candidates = ['replicas', 'selector', 'template'];
    expect(['Replicas', 'repilcas', 'replica', 'replicass'].map((word) => nearest(word, candidates))).toEqual(
      Array(4).fill('replicas'),
    );
  });

  test('finds nothing where nothing is near', () => {
    expect(nearest('zebra', ['replicas'])).toBeUndefined();
    expect(nearest('tcp', ['TLS'])).toBeUndefined();
    expect(nearest('a', [])).toBeUndefined();
  });

  test('takes the first in the alphabet of two that are equally near', () => {
    expect(nearest('port', ['ports', 'porta'])).toBe('porta');
  });
});
