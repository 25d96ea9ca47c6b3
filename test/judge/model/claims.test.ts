import { expect, test } from 'vitest';
import { Claims } from '../../../lib/judge/model/claims.js';

const subject = (name: string) => ({
  object: { apiVersion: 'v1', kind: 'Service', metadata: { name } },
  file: 'a.yaml',
  document: 0,
});
const [a, b, c] = [subject('a'), subject('b'), subject('c')];

test('names the first other claimant of the parts that meet, and counts the rest', () => {
  const claims = new Claims();
  claims.add('host', 'one', a);
  claims.add('host', 'one', a);
  claims.add('host', 'one', b);
  claims.add('host', 'two', c);
  claims.add('other', 'one', c);
  expect(claims.rivalsOf(a, 'host', () => true)).toEqual({ first: b, more: 1 });
  expect(claims.rivalsOf(b, 'host', (part) => part === 'one')).toEqual({ first: a, more: 0 });
  expect(claims.rivalsOf(c, 'host', (part) => part === 'two')).toBeUndefined();
  expect(claims.rivalsOf(a, 'nothing', () => true)).toBeUndefined();
});
