import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isMapping } from '../../../../lib/formats/mapping.js';
import { evaluate, whyNotCompiled, withAnyPresenceTest } from '../../../../lib/judge/schema/cel/expression.js';

function* expressionsIn(value: unknown): Iterable<string> {
  if (Array.isArray(value)) for (const item of value) yield* expressionsIn(item);
  if (!isMapping(value)) return;
  const { validations } = value;
  for (const rule of Array.isArray(validations) ? validations : [])
    for (const text of [rule.rule, rule.messageExpression]) if (typeof text === 'string') yield text;
  for (const child of Object.values(value)) yield* expressionsIn(child);
}

const all = new Set(
  readdirSync('imports/schemas').flatMap((file) => [
    ...expressionsIn(JSON.parse(readFileSync(`imports/schemas/${file}`, 'utf8'))),
  ]),
);

/** Expressions that cannot be evaluated, to the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  // An optional value is never null; the evaluator refuses what the API server takes for false.
  'size(self) == 0 || format.dns1123Label().validate(self) == null': 'no such overload: optional<list<string>> == null',
};

test('every expression of the schemas compiles, or is listed with its reason', () => {
  expect(all.size).toBeGreaterThan(300);
  const failing = [...all].flatMap((text) => {
    const reason = whyNotCompiled(text);
    return reason === undefined ? [] : [[text, reason] as const];
  });
  expect(Object.fromEntries(failing)).toEqual(EXCEPTIONS);
});

describe('an expression', () => {
  test.each([
    ['has(self.list[0].a) && !has(self.list[0].b)', { list: [{ a: 1n }] }, true],
    ["has(self.a) || self.b == ')('", { b: ')(' }, true],
    ['isIP(self) && !isCIDR(self)', '192.0.2.1', true],
    ['isCIDR(self)', '2001:db8::/129', false],
    ['isCIDR(self)', '2001:db8::/32', true],
    [
      "quantity(self).isGreaterThan(quantity('1Gi')) && quantity(self).isLessThan(quantity('3Gi')) && quantity(self).compareTo(quantity('2048Mi')) == 0",
      '2Gi',
      true,
    ],
    ['isQuantity(self)', '2 apples', false],
    [
      "isURL(self) && url(self).getScheme() == 'https' && url(self).getHost() == 'a.example:8443' && url(self).getEscapedPath() == '/b'",
      'https://a.example:8443/b?c',
      true,
    ],
    ['isURL(self)', 'a.example', false],
    ['isURL(self)', '/a', true],
    ["self.find('[0-9]+') == '12'", 'a12b', true],
    ['!format.dns1123Label().validate(self).hasValue()', 'a-b', true],
    ['!format.dns1123Label().validate(self).hasValue()', 'a.b', false],
    ['!format.dns1123Subdomain().validate(self).hasValue()', 'a.b', true],
    ['!format.qualifiedName().validate(self).hasValue()', 'example.com/a', true],
    ['!format.qualifiedName().validate(self).hasValue()', 'example.com/a/b', false],
    ['!format.dns1035Label().validate(self).hasValue()', '1a', false],
    ['!format.labelValue().validate(self).hasValue()', '', true],
    ['!format.uuid().validate(self).hasValue()', 'a', false],
    ['!format.date().validate(self).hasValue()', '2026-02-03', true],
    ['oldSelf.hasValue()', 1n, false],
    ['self.all(x, x > 1) && self.exists_one(x, x == 2) && size(self) == 2', [2n, 3n], true],
  ])('%s on %o is %s', (expression, self, value) => {
    expect(evaluate(expression, self)).toEqual({ value });
  });

  test('fails where a field is absent that it reads, as on the API server', () => {
    expect(evaluate('self.a == 1', {})).toEqual({ failed: 'No such key: a' });
  });

  test.each([
    ['self.', 'Expected IDENTIFIER, got EOF'],
    ['self.unheardOf(1)', 'no matching overload'],
    ["self.matches('(?i)a')", 'Invalid regular expression'],
  ])('is not judged where it does not compile or cannot be run: %s', (expression, reason) => {
    expect(evaluate(expression, 'a')).toMatchObject({ notJudged: expect.stringContaining(reason) });
  });

  test('keeps a plain test of presence, and rewrites others', () => {
    expect(withAnyPresenceTest('has(self.a.b) && has( self.a[0].b ) && has(self.f(1).c)')).toBe(
      'has(self.a.b) &&  self.a[0].?b.hasValue() && self.f(1).?c.hasValue()',
    );
  });
});
