import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { parseConf } from '../../../lib/formats/nats-conf/parse.js';
import { type ConfMap, Variable } from '../../../lib/formats/nats-conf/value.js';

function read(text: string): ConfMap {
  const { value, problems } = parseConf(text, { where: 'nats.conf' });
  expect(problems.map(formatDiagnostic)).toEqual([]);
  return value;
}

function problemsOf(text: string): string[] {
  return parseConf(text, { where: 'nats.conf' }).problems.map(formatDiagnostic);
}

describe('parseConf', () => {
  test.each<[name: string, text: string, value: unknown]>([
    ['a colon, an equals sign, a space', 'a: 1\nb = 2\nc 3', { a: 1, b: 2, c: 3 }],
    ['a block without a separator', 'a {\n  b: 1\n}', { a: { b: 1 } }],
    ['commas and semicolons between values', 'a: 1, b: {c: 2; d: 3}; e: 4', { a: 1, b: { c: 2, d: 3 }, e: 4 }],
    ['comments of both kinds', '# x\na: 1 # y\n// z\nb: [ # w\n 1 # v\n]', { a: 1, b: [1] }],
    ['JSON', '{"a": {"b": "c"}, "d": ["e", "f"]}', { a: { b: 'c' }, d: ['e', 'f'] }],
    ['quoted keys', '"a b": 1\n\'c d\' 2', { 'a b': 1, 'c d': 2 }],
    ['quotes of both kinds', `a: "x\\"y\\n" \nb: 'x\\n"'`, { a: 'x"y\n', b: 'x\\n"' }],
    ['bytes that make one character', 'a: "\\xc3\\xa9"', { a: 'é' }],
    ['a text block', 'a (\nb\n  c)\n)\nd: 1', { a: '\nb\n  c)\n', d: 1 }],
    ['sizes', 'a: 1k\nb: 1KB\nc: 2Mi\nd: 1GiB\ne: 1T', { a: 1000, b: 1024, c: 2 * 1024 ** 2, d: 1024 ** 3, e: 1e12 }],
    ['booleans', 'a: true, b: Off, c: YES', { a: true, b: false, c: true }],
    [
      'what only looks like a number',
      'a: 10s\nb: 1.2.3.4:5\nc: 5m\nd: "5m"',
      { a: '10s', b: '1.2.3.4:5', c: 5e6, d: '5m' },
    ],
    ['fractions and negative numbers', 'a: 1.5\nb: -3\nc: -1.25', { a: 1.5, b: -3, c: -1.25 }],
    ['dates as text', 'a: 2026-01-31T00:00:00Z', { a: '2026-01-31T00:00:00Z' }],
    ['a hash sign within a word', 'a: x#y', { a: 'x#y' }],
    ['a bcrypt hash without quotes', 'a: $2a$11$abc\nb: $2b$11$abc', { a: '$2a$11$abc', b: new Variable('2b$11$abc') }],
    ['lists over lines', 'a: [\n  x\n  "y"\n]', { a: ['x', 'y'] }],
    ['a size before a bracket as text', 'a: [10Mb]', { a: ['10Mb'] }],
    ['a closing brace too many at the end', 'a: 1\n}', { a: 1 }],
    ['nothing', '', {}],
  ])('reads %s', (_, text, value) => {
    expect(read(text)).toEqual(value);
  });

  test('replaces a variable by the innermost value before it', () => {
    const text = 'P: outer\na { P: inner, b { c: $P } }\nd: $P\ne: $LATER\nLATER: 1';
    const { value, variables } = parseConf(text, { where: 'nats.conf' });
    expect(value).toMatchObject({ a: { b: { c: 'inner' } }, d: 'outer', e: new Variable('LATER') });
    expect([...variables]).toEqual(['a.P', 'P']);
  });

  test('reads digits, a size and more characters as a word', () => {
    expect(read('a: 5k\nb: 5k1\nc: 5e7bcd')).toEqual({ a: 5000, b: '5k1', c: '5e7bcd' });
  });

  test('leaves a variable within quotes as it is', () => {
    expect(read('P: x\na: "tls://leaf:$P@hub"')).toEqual({ P: 'x', a: 'tls://leaf:$P@hub' });
  });

  test('reads included files relative to the file that includes them', () => {
    const files = new Map([
      ['../auth/a.conf', 'P: "secret"\ninclude b.conf'],
      ['../auth/b.conf', 'Q: 1'],
    ]);
    const asked: string[] = [];
    const include = (path: string) => {
      asked.push(path);
      return files.get(path);
    };
    const { value, includes, problems } = parseConf('include ../auth/a.conf\na: {include "missing.conf"\n p: $P}', {
      where: 'nats.conf',
      include,
    });
    expect(problems).toEqual([]);
    expect(value).toEqual({ P: 'secret', Q: 1, a: { p: 'secret' } });
    expect(asked).toEqual(['../auth/a.conf', '../auth/b.conf', 'missing.conf']);
    expect(includes).toEqual([
      { path: '../auth/a.conf', file: '../auth/a.conf', line: 1, into: '', known: true },
      { path: 'b.conf', file: '../auth/b.conf', line: 2, into: '', known: true },
      { path: 'missing.conf', file: 'missing.conf', line: 2, into: 'a', known: false },
    ]);
  });

  test('takes include for a key where a separator follows', () => {
    expect(read('include: a\nb {\n include= c\n}')).toEqual({ include: 'a', b: { include: 'c' } });
  });

  test('keeps the line of each key and list item', () => {
    const { lines } = parseConf('a: 1\nb {\n  c: [\n    x\n    { d: 1 }\n  ]\n}', { where: 'nats.conf' });
    expect(Object.fromEntries(lines)).toEqual({ a: 1, b: 2, 'b.c': 3, 'b.c[0]': 4, 'b.c[1]': 5, 'b.c[1].d': 5 });
  });

  test('keeps what stood before a fault', () => {
    const { value, problems } = parseConf('a: 1\nb {\n  c: -x\n}', { where: 'nats.conf' });
    expect(value).toEqual({ a: 1 });
    expect(problems).toHaveLength(1);
  });

  test('fails for a repeated key, and uses the last', () => {
    const { value, problems } = parseConf('leafnodes { port: 1 }\nleafnodes { port: 2 }', { where: 'nats.conf' });
    expect(value).toEqual({ leafnodes: { port: 2 } });
    expect(problems.map(formatDiagnostic)).toMatchInlineSnapshot(`
      [
        "nats.conf: line 2 is a second leafnodes (the first is on line 1), expected each key once in its block. Merge them: the server uses only the last one.",
      ]
    `);
  });

  test('fails for a file that includes itself', () => {
    const { problems } = parseConf('include a.conf', { where: 'nats.conf', include: () => 'include a.conf' });
    expect(problems.map(formatDiagnostic)).toMatchInlineSnapshot(`
      [
        "nats.conf: a.conf: line 1 is an include of a.conf inside itself, expected no include cycle. Remove the include.",
      ]
    `);
  });

  test('never throws, and reports one fault where reading stops', () => {
    const character = fc.constantFrom(...`ab1.-:={}[]()"'\\/#;,$ \n\r\t`);
    fc.assert(
      fc.property(fc.string({ unit: character }), (text) => {
        const faults = problemsOf(text).filter((problem) => !problem.includes(' is a second '));
        expect(faults.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('fails with the line, its text and how to write it', () => {
    const faulty = [
      'a: "x" b: 1',
      'a: [1,2]\nb: 1',
      'a: {b: "x" c: 1}',
      'a: [ "x" "y" ]',
      'a: [, 1]',
      'a: { b: 1',
      'a: [ "x"',
      'a: "x',
      "a: 'x",
      'a (\nx',
      '"a',
      'a:\n  b: 1',
      'a { b }',
      ': 1',
      'a: .5',
      'a: 5.',
      'a: -x',
      'a: 1-2',
      'a: 1kbb',
      'a: 9223372036854775808',
      'a: "\\q"',
      'include \n',
      'include "x',
    ];
    expect(faulty.flatMap(problemsOf).join('\n')).toMatchInlineSnapshot(`
      "nats.conf: line 1 is followed by "b", expected one value that ends with its line. Quote the value, or begin a new line after it.
      nats.conf: line 2 is followed by "1", expected a comma, a new line or ']' after a list item. Write each item on its own line; put a space between a number and the bracket that closes the list.
      nats.conf: line 1 is followed by "c", expected a comma, a new line or '}' after a value. Quote the value, or begin a new line after it.
      nats.conf: line 1 is followed by "\\"", expected a comma, a new line or ']' after a list item. Write each item on its own line; put a space between a number and the bracket that closes the list.
      nats.conf: line 1 is "," instead of a list item, expected an item. Remove it.
      nats.conf: line 1 is a block that is not closed, expected a closing }. Add the missing }.
      nats.conf: line 1 is a list that is not closed, expected a closing ]. Add the missing ].
      nats.conf: line 1 is a string that is not closed, expected a closing ". Add the missing ".
      nats.conf: line 1 is a string that is not closed, expected a closing '. Add the missing '.
      nats.conf: line 1 is a text block that is not closed, expected a ')' alone on a line. Put the closing ')' on a line of its own.
      nats.conf: line 1 is a quoted key that is not closed, expected a closing ". Add the missing ".
      nats.conf: line 1 is key a without a value, expected a value after each key. Write the value on the same line.
      nats.conf: line 1 is key b without a value, expected a value after each key. Write the value on the same line.
      nats.conf: line 1 is ":" instead of a key, expected a key. Remove it, or quote the key.
      nats.conf: line 1 is a value that begins with a dot, expected a digit before the dot. Quote a path, or write 0 before the dot.
      nats.conf: line 1 is a number that ends with a dot, expected a digit after the dot. Add a digit.
      nats.conf: line 1 is a value that begins with '-', expected a digit after '-'. Quote the value.
      nats.conf: line 1 is digits followed by a dash, without quotes, expected a date such as 2026-01-31T00:00:00Z, or quotes. Quote the value.
      nats.conf: line 1 is a number with an unknown suffix, expected a suffix such as Ki, Mi or Gi. Correct the suffix.
      nats.conf: line 1 is a number that is too large, expected a 64-bit integer. Use a smaller number.
      nats.conf: line 1 is the escape \\q, expected \\xXX, \\t, \\n, \\r, \\" or \\\\. Write the backslash twice, or use single quotes.
      nats.conf: line 1 is an include without a path, expected a path after include. Write the path, in quotes if needed.
      nats.conf: line 1 is the path of an include that is not closed, expected a closing ". Add the missing "."
    `);
  });
});
