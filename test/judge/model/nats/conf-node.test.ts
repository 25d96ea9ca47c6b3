import { describe, expect, test } from 'vitest';
import { root } from './conf.js';

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

describe('an include that is assumed to define variables only', () => {
  const node = root('include a.conf\nb { c: 1 }', { variablesOnly: 'a.conf' });

  test('leaves absent what the text leaves out, which reports say', () => {
    const assumption = 'nothing, assuming that a.conf defines only variables';
    expect(node.at('d').absent).toBe(true);
    expect([node.at('d').shown, node.at('d', 'e').shown]).toEqual([assumption, assumption]);
    expect([node.at('b', 'd').shown, node.at('b').shown]).toEqual(['nothing', 'a block']);
  });
});

describe('whyUnknown', () => {
  test.each([
    ['a: $A', ['a'], 'a is $A, whose value is not known'],
    ['a: $A', ['a', 'b'], 'a.b may be set in $A, whose value is not known'],
    ['include x.conf', ['a', 'b'], 'a.b may be set in x.conf, which is not among the files'],
    ['a { include x.conf\n }', ['a', 'b'], 'a.b may be set in x.conf, which is not among the files'],
    ['a: "', ['b'], 'b may be set in the part of nats.conf that cannot be read'],
  ])('says why %j does not tell %j', (text, steps, reason) => {
    const node = root(text).at(...steps);
    expect([node.unknown, node.whyUnknown, node.inOtherFile]).toEqual([true, reason, false]);
  });

  test('names the file that includes a part', () => {
    const node = root('a: 1', { fragment: true }).at('b', 'c');
    expect([node.unknown, node.whyUnknown, node.inOtherFile]).toEqual([
      true,
      'b.c may be set in the file that includes nats.conf',
      true,
    ]);
  });
});

describe('violation', () => {
  test('is about the ConfigMap, and names the field and its line', () => {
    const node = root('a: 1\nb { c: 2 }').at('b', 'c');
    const { resource, ...fault } = node.violation({ expected: '3', fix: 'Set it to 3.', effect: 'It breaks.' });
    expect(resource.object.metadata.name).toBe('nats-config');
    expect(fault).toEqual({
      path: 'data["nats.conf"]',
      got: 'b.c (line 2): 2',
      expected: '3',
      effect: 'It breaks.',
      fix: 'Set it to 3.',
    });
  });

  test.each([
    ['a: x', 'a (line 1): x'],
    ['a: ""', 'a (line 1): ""'],
    ['a: $A', 'a (line 1): $A'],
    ['a: []', 'a (line 1): an empty list'],
    ['a: [x, y]', 'a (line 1): a list'],
    ['a { b: 1 }', 'a (line 1): a block'],
    ['b: 1', 'a: nothing'],
    ['a: "tls://leaf:swordfish@192.0.2.1:7422"', 'a (line 1): tls://192.0.2.1:7422'],
    ['a: SUAMLK2ZNL35WSMW37E7UD4VZ7ELPKW7DHC3BWBSD2GCZ7IUQQXZIORRBU', 'a (line 1): a secret'],
  ])('shows of %j %j', (text, got) => {
    expect(root(text).at('a').violation({ expected: '', fix: '' }).got).toBe(got);
  });

  test('never shows a password', () => {
    const node = root('authorization { password: swordfish }').at('authorization', 'password');
    expect(node.violation({ expected: '', fix: '' }).got).toBe('authorization.password (line 1): a secret');
  });
});
