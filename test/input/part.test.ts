import { describe, expect, test } from 'vitest';
import { partOf, withoutFaults } from '../../lib/input/part.js';
import { list, mapping, oneOf } from '../../lib/input/shape.js';
import { anyText, integer } from '../../lib/input/values.js';

const DEFAULTS = {
  level: 'info',
  replicas: 1,
  debug: false,
  args: undefined,
  labels: {},
  proxy: { uid: 2102, ports: { admin: 4191 }, limits: { timeout: 5 } },
};
const SHAPE = partOf(
  DEFAULTS,
  {
    args: list(anyText),
    labels: mapping(anyText),
    'proxy.uid': integer(0),
    timeout: integer(1, 30),
    level: oneOf('info'),
  },
  (_, standard) => Object.keys(standard).length === 0,
);
const faults = (stated: unknown) => SHAPE.faults('', stated).map(({ path, expected }) => `${path}: ${expected}`);

describe('a part of defaults', () => {
  test.each<[string, unknown, string[]]>([
    ['nothing', {}, []],
    ['a part', { replicas: 2, proxy: { ports: { admin: 1 } }, labels: { a: 'b' } }, []],
    ['null, which states nothing', { level: null, proxy: null, labels: { a: null } }, []],
    ['no object', 'x', [': an object']],
    [
      'the type of no default',
      { replicas: 'x', debug: 1, proxy: { ports: { admin: {} } } },
      ['replicas: a number', 'debug: true or false', 'proxy.ports.admin: a number'],
    ],
    ['what a shape by path refuses', { proxy: { uid: -1 } }, ['proxy.uid: an integer of 0 or more']],
    [
      'what a shape by name refuses',
      { proxy: { limits: { timeout: 31 } } },
      ['proxy.limits.timeout: an integer from 1 to 30'],
    ],
    ['what an option without a default refuses', { args: [1] }, ['args[0]: text']],
    ['an option that does not exist', { proxy: { ports: { admn: 1 } } }, ['proxy.ports.admn: admin']],
  ])('is judged with %s', (_, stated, expected) => expect(faults(stated)).toEqual(expected));

  test('is kept except for the options at fault', () => {
    const stated = { replicas: 'x', args: [1, 'a'], labels: { a: 'b', c: 1 }, proxy: { uid: -1, ports: { admin: 2 } } };
    expect(withoutFaults(stated, SHAPE.faults('', stated))).toEqual({
      labels: { a: 'b' },
      proxy: { ports: { admin: 2 } },
    });
    expect(withoutFaults('x', SHAPE.faults('', 'x'))).toEqual({});
  });
});
