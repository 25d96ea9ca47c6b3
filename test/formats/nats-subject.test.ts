import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, isPermissionSubject, isSubject, overlap } from '../../lib/formats/nats-subject.js';

describe('isSubject', () => {
  test.each(['a', 'a.b', '*', '>', 'a.*.b', 'a.>', '$JS.API.>', 'a>b.c', 'é'])('accepts %s', (subject) => {
    expect(isSubject(subject)).toBe(true);
  });

  test.each(['', '.', 'a.', '.a', 'a..b', '>.a', 'a.>.b', 'a b', 'a\t.b'])('refuses %j', (subject) => {
    expect(isSubject(subject)).toBe(false);
  });
});

describe('isPermissionSubject', () => {
  test('accepts a subject with a queue group', () => {
    expect(['a.>', 'a.> workers', 'a.> work*'].every(isPermissionSubject)).toBe(true);
  });

  test.each(['a b c', ' a', 'a ', '.. q', '', 'a\nb', 'a b\n'])('refuses %j', (subject) => {
    expect(isPermissionSubject(subject)).toBe(false);
  });
});

describe('covers', () => {
  test.each([
    ['a.>', 'a.b', true],
    ['a.>', 'a.>', true],
    ['a.>', 'a', false],
    ['>', 'a.*', true],
    ['a.*', 'a.b', true],
    ['a.*', 'a.*', true],
    ['a.*', 'a.>', false],
    ['a.*', 'a.b.c', false],
    ['a.b', 'a.*', false],
    ['a.b', 'a.c', false],
    ['a.b', 'a.b', true],
    ['a.b.c', 'a.b', false],
  ])('%s and %s: %s', (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected);
  });

  test('is reflexive and transitive', () => {
    const subject = fc.array(fc.constantFrom('a', 'b', '*'), { minLength: 1, maxLength: 3 }).map((t) => t.join('.'));
    const wide = fc.oneof(
      subject,
      subject.map((text) => `${text}.>`),
      fc.constant('>'),
    );
    fc.assert(
      fc.property(wide, wide, wide, (a, b, c) => {
        expect(covers(a, a)).toBe(true);
        if (covers(a, b) && covers(b, c)) expect(covers(a, c)).toBe(true);
      }),
    );
  });
});

describe('overlap', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a.*', '*.b', true],
    ['a.>', 'a.b.c', true],
    ['a.>', 'a', false],
    ['>', '$JS.>', true],
    ['*.>', 'a.b', true],
    ['a.*', 'a', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect([overlap(a, b), overlap(b, a)]).toEqual([expected, expected]);
  });
});
