import { describe, expect, test } from 'vitest';
import { listsPort } from '../../../../lib/judge/model/nats/opaque-ports.js';

describe('listsPort', () => {
  test.each([
    ['4222', true],
    [' 4222 ,6222', true],
    ['4000-4222', true],
    ['4222-5000', true],
    ['nats', true],
    ['4223-5000', false],
    ['4000-4221', false],
    ['42', false],
    ['', false],
    ['other', false],
  ])('looks for 4222, named nats, in %j', (list, expected) => {
    expect(listsPort(list, 4222, ['nats', undefined])).toBe(expected);
  });
});
