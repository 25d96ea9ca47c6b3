import { describe, expect, test } from 'vitest';
import { parseConf } from '../../../../lib/formats/nats-conf/parse.js';
import { ConfNode } from '../../../../lib/judge/model/nats/conf-node.js';

function root(text: string): ConfNode {
  return ConfNode.root(parseConf(text, { where: 'nats.conf' }));
}

describe('ConfNode', () => {
  test('finds a field by any of its names, in any case', () => {
    expect(root('LEAF { Net: a }').at('leafnodes', 'host').text).toBe('a');
    expect(root('LEAF { Net: a }').at('leafnodes', 'host').path).toBe('LEAF.Net');
  });

  test('takes the last of two names, as the server may', () => {
    expect(root('leaf { port: 1 }\nleafnodes { port: 2 }').at('leafnodes', 'port').number).toBe(2);
  });

  test('tells what is absent from what is not known', () => {
    expect(root('a: 1').at('b').absent).toBe(true);
    expect(root('include x.conf').at('b').absent).toBe(false);
    expect(root('include x.conf').at('b').unknown).toBe(true);
    expect(root('include x.conf\nb { c: 1 }').at('b', 'd').absent).toBe(true);
    expect(root('b { include x.conf\n }').at('b', 'd').unknown).toBe(true);
    expect(root('b: $B').at('b', 'd').unknown).toBe(true);
    expect(root('a: "').at('b').unknown).toBe(true);
    expect(root('a: 1\na: 2').at('b').absent).toBe(true);
  });

  test('takes a single value for a list of one', () => {
    expect(
      root('a: x')
        .at('a')
        .items()
        .map(({ text }) => text),
    ).toEqual(['x']);
    expect(
      root('a: [x, y]')
        .at('a')
        .items()
        .map(({ path }) => path),
    ).toEqual(['a[0]', 'a[1]']);
    expect(root('b: 1').at('a').items()).toEqual([]);
  });

  test('leaves variables out of what the user names', () => {
    const accounts = root('accounts { HASH: x, A { users: [ { password: $HASH } ] } }').at('accounts');
    expect(accounts.entries().map(([name]) => name)).toEqual(['A']);
  });

  test.each([
    ['a: true', true],
    ['a: enabled', true],
    ['a: Enable', true],
    ['a { b: 1 }', true],
    ['a { enabled: false }', false],
    ['a { enable: false }', false],
    ['a: disabled', false],
    ['b: 1', false],
  ])('knows whether %s is on', (text, expected) => {
    expect(root(text).at('a').enabled).toBe(expected);
  });

  test('walks over every value and knows the key of each', () => {
    const nodes = [...root('a { B: [ { c: 1 }, 2 ] }').walk()];
    expect(nodes.map(({ path, key }) => `${path} ${key}`)).toEqual([
      ' ',
      'a a',
      'a.B b',
      'a.B[0] b',
      'a.B[0].c c',
      'a.B[1] b',
    ]);
  });

  test('knows the line of a field, or of the block in which it is missing', () => {
    const node = root('a: 1\nb {\n  c: [\n    { d: 1 }\n  ]\n}');
    expect([node.at('a').line, node.at('b', 'x').line, node.at('b', 'c').items()[0]?.at('e').line]).toEqual([1, 2, 4]);
    expect(node.at('z').line).toBeUndefined();
  });
});

describe('an include that is taken to define variables alone', () => {
  const parsed = parseConf('include a.conf\nb { c: 1 }', { where: 'nats.conf' });
  const node = ConfNode.root(parsed, { variablesOnly: 'a.conf' });

  test('lets what the text leaves out be absent, and is named by it', () => {
    expect(node.at('d').absent).toBe(true);
    expect(node.at('d').presumed).toBe('a.conf');
    expect(node.at('d', 'e').presumed).toBe('a.conf');
    expect(node.at('b', 'd').presumed).toBeUndefined();
    expect(node.at('b').presumed).toBeUndefined();
  });
});
