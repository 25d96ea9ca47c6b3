import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../lib/diagnostic.js';
import {
  type Check,
  checkProps,
  either,
  kinds,
  list,
  mapping,
  oneOf,
  optional,
  options,
} from '../../lib/input/shape.js';
import {
  anySize,
  anyText,
  anything,
  decimal,
  domainName,
  duration,
  flag,
  instance,
  integer,
  label,
  nodePort,
  objectName,
  share,
  size,
  text,
} from '../../lib/input/values.js';

interface Pod {
  readonly name: string;
  readonly ports?: readonly number[];
  readonly labels?: { readonly [name: string]: string };
}
const POD = options<Pod>({
  name: label,
  ports: optional(list(integer(1, 65_535), 1)),
  labels: optional(mapping(anyText)),
});
const faults = (value: unknown, shape: Check) => checkProps("Pod 'a'", value, shape).map(formatDiagnostic);

describe('options', () => {
  test('accepts what the interface does, undefined for what may be absent', () => {
    expect(faults({ name: 'a', ports: [1], labels: { 'a/b': 'c' } } satisfies Pod, POD)).toEqual([]);
    expect(faults({ name: 'a', ports: undefined }, POD)).toEqual([]);
  });

  test.each<[string, unknown, string[]]>([
    ['nothing', undefined, ["Pod 'a': props is absent, expected an object with name. Set it."]],
    ['null', null, ["Pod 'a': props is null, expected an object with name. Correct it."]],
    ['a list', [], ["Pod 'a': props is an empty list, expected an object with name. Correct it."]],
    [
      'an option that is absent',
      {},
      [
        "Pod 'a': name is absent, expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Set it.",
      ],
    ],
    [
      'every fault in it at once',
      { name: 'A', ports: [0, '1', 1.5, Number.NaN], labels: { 'a/b': 3, c: undefined } },
      [
        "Pod 'a': name is 'A', expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it.",
        "Pod 'a': ports[0] is 0, expected an integer from 1 to 65535. Correct it.",
        "Pod 'a': ports[1] is '1', expected an integer from 1 to 65535. Correct it.",
        "Pod 'a': ports[2] is 1.5, expected an integer from 1 to 65535. Correct it.",
        "Pod 'a': ports[3] is NaN, expected an integer from 1 to 65535. Correct it.",
        `Pod 'a': labels["a/b"] is 3, expected text. Correct it.`,
        "Pod 'a': labels.c is absent, expected text. Set it.",
      ],
    ],
    [
      'null for an option that may be dropped',
      { name: 'a', ports: null },
      [
        "Pod 'a': ports is null, expected a list of at least 1, each an integer from 1 to 65535. Correct it, or remove it to use the default.",
      ],
    ],
    [
      'an option that is like another',
      { name: 'a', port: [1] },
      ["Pod 'a': port is an unknown option, expected ports. Did you mean ports? Correct the name."],
    ],
    [
      'an option that is like one which is given as well',
      { name: 'a', port: [1], ports: [1] },
      ["Pod 'a': port is an unknown option, expected one of name, ports, labels. Remove it, or correct its name."],
    ],
    [
      'a misspelt option, and not its absence besides',
      { nmae: 'a' },
      ["Pod 'a': nmae is an unknown option, expected name. Did you mean name? Correct the name."],
    ],
  ])('fails on %s', (_, value, expected) => {
    expect(faults(value, POD)).toEqual(expected);
  });

  test('is a compile error where an interface and its shape differ', () => {
    // @ts-expect-error lacks ports and labels
    options<Pod>({ name: label });
    // @ts-expect-error one too many
    options<Pod>({ name: label, ports: optional(list(decimal(0))), labels: optional(mapping(anyText)), more: label });
    // @ts-expect-error the wrong type
    options<{ readonly a: number }>({ a: label });
    // @ts-expect-error an optional one that would be demanded
    options<{ readonly a?: string }>({ a: label });
    // @ts-expect-error a value of the union is missing
    options<{ readonly a: 'x' | 'y' }>({ a: oneOf('x') });
    expect(options<{ readonly a: 'x' | 'y' }>({ a: oneOf('x', 'y') }).expected).toBe('an object with a');
  });
});

describe('values', () => {
  class Tool {}

  test.each<[string, Check, unknown]>([
    ['text', anyText, 'a'],
    ['an empty text', anyText, ''],
    ['a number in a range', decimal(0, 1), 0.5],
    ['a number without an end', decimal(1), 1e9],
    ['an integer without an end', integer(1), 1e9],
    ['a share', share, 0.999],
    ['false', flag, false],
    ['a duration', duration, Duration.millis(1500)],
    ['no duration', duration, Duration.millis(0)],
    ['a size', size, Size.kibibytes(1)],
    ['no size', anySize, Size.kibibytes(0)],
    ['an instance', instance(Tool, 'a tool'), new Tool()],
    ['one of several', oneOf('a', 'b'), 'b'],
    ['the first of two', either(oneOf('a'), duration), 'a'],
    ['the second of two', either(oneOf('a'), duration), Duration.hours(1)],
    ['a domain', domainName, 'a-1.b'],
    ['an object name', objectName, 'a.b'],
    ['anything', anything<string>(), Symbol('a')],
  ])('accepts %s', (_, shape, value) => {
    expect(faults(value, shape)).toEqual([]);
  });

  test.each<[string, Check, unknown, string]>([
    ['a number for text', anyText, 3, '3, expected text. Correct it.'],
    ['a blank text', text(), ' ', "' ', expected text. Correct it."],
    ['a text for a number', decimal(0, 1), '3', "'3', expected a number from 0 to 1. Correct it."],
    ['a number above a range', decimal(0, 1), 1.5, '1.5, expected a number from 0 to 1. Correct it.'],
    ['a number below a start', decimal(1), 0.5, '0.5, expected a number of 1 or more. Correct it.'],
    ['no number', decimal(1), Number.NaN, 'NaN, expected a number of 1 or more. Correct it.'],
    ['a part for a whole', integer(1), 1.5, '1.5, expected an integer of 1 or more. Correct it.'],
    ['all of it', share, 1, '1, expected a share above 0 and below 1, such as 0.999. Correct it.'],
    ['a port that is not of nodes', nodePort, 80, '80, expected an integer from 30000 to 32767. Correct it.'],
    ['a text for a flag', flag, 'true', "'true', expected true or false. Correct it."],
    [
      'a number for a duration',
      duration,
      5,
      '5, expected a Duration of whole milliseconds, such as Duration.seconds(5). Correct it.',
    ],
    [
      'an endless duration',
      duration,
      Duration.hours(Number.POSITIVE_INFINITY),
      'Infinity ms, expected a Duration of whole milliseconds, such as Duration.seconds(5). Correct it.',
    ],
    [
      'a duration that is no number',
      duration,
      Duration.hours(Number.NaN),
      'NaN ms, expected a Duration of whole milliseconds, such as Duration.seconds(5). Correct it.',
    ],
    [
      'a size for a duration',
      duration,
      Size.gibibytes(1),
      'an object, expected a Duration of whole milliseconds, such as Duration.seconds(5). Correct it.',
    ],
    ['no size', size, Size.kibibytes(0), '0 KiB, expected a Size above zero, such as Size.gibibytes(1). Correct it.'],
    [
      'a size that is no number',
      anySize,
      Size.kibibytes(Number.NaN),
      'NaN KiB, expected a finite Size, such as Size.mebibytes(64). Correct it.',
    ],
    ['an object of another class', instance(Tool, 'a tool'), {}, 'an object, expected a tool. Correct it.'],
    ['a function', instance(Tool, 'a tool'), Tool, 'a function, expected a tool. Correct it.'],
    [
      'a text near one',
      oneOf('GET', 'PATCH'),
      'FETCH',
      "'FETCH', expected 'GET' or 'PATCH'. Did you mean 'PATCH'? Correct it.",
    ],
    [
      'another text',
      oneOf('always', 'never'),
      'alwys',
      "'alwys', expected 'always' or 'never'. Did you mean 'always'? Correct it.",
    ],
    ['another version', oneOf('2.19', '2.20'), '2.18', "'2.18', expected '2.19' or '2.20'. Correct it."],
    [
      'neither of two',
      either(oneOf('always'), duration),
      3,
      "3, expected 'always', or a Duration of whole milliseconds, such as Duration.seconds(5). Correct it.",
    ],
    [
      'a domain with a space',
      domainName,
      'A b',
      "'A b', expected a DNS name of lower-case letters, digits, dashes and dots, such as cluster.local. Correct it.",
    ],
    [
      'a name that is too long, which is not shown in full',
      label,
      'a'.repeat(64),
      `'${'a'.repeat(60)}…', 64 characters, expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it.`,
    ],
    ['a line break, which is shown', oneOf('a'), 'b\n', "'b\\n', expected 'a'. Correct it."],
  ])('fails on %s', (_, shape, value, expected) => {
    expect(faults(value, shape)).toEqual([`Pod 'a': props is ${expected}`]);
  });
});

describe('kinds', () => {
  type Source = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'none' };
  const SOURCE = kinds<Source>({ file: { path: text() }, none: {} });

  test('accepts the options of the kind, and no others', () => {
    expect(faults({ kind: 'none' }, SOURCE)).toEqual([]);
    expect(faults({ kind: 'file', path: 'a' }, SOURCE)).toEqual([]);
    expect(faults({ kind: 'none', path: 'a' }, SOURCE)).toEqual([
      "Pod 'a': path is an unknown option, expected one of kind. Remove it, or correct its name.",
    ]);
  });

  test('fails on a kind that does not exist', () => {
    expect(faults({ kind: 'fil' }, SOURCE)).toEqual([
      "Pod 'a': kind is 'fil', expected 'file' or 'none'. Did you mean 'file'? Correct it.",
    ]);
    expect(faults({}, SOURCE)).toEqual(["Pod 'a': kind is absent, expected 'file' or 'none'. Set it."]);
    expect(faults('file', SOURCE)).toEqual([
      "Pod 'a': props is 'file', expected an object whose kind is 'file' or 'none'. Correct it.",
    ]);
  });
});
