import { expect, test } from 'vitest';
import { checkTypes, type Judges, judgeOptions } from '../../lib/input/judge.js';
import { list, optional, options } from '../../lib/input/shape.js';
import { anyText, integer } from '../../lib/input/values.js';

interface Props {
  readonly level?: number;
  readonly names?: readonly string[];
}

const SHAPE = options<Props>({ level: optional(integer(0)), names: optional(list(anyText)) });
const JUDGES: Judges<Props> = {
  names: (names) =>
    names.flatMap((name, index) =>
      name === '' ? [{ path: `[${index}]`, got: 'empty', expected: 'a name', fix: 'Name it.' }] : [],
    ),
};
const places = (props: unknown) => checkTypes('X', props, SHAPE, JUDGES).map(({ path }) => path);

test('right types are not judged: that is done together with the rest', () => {
  expect(places({ level: 1, names: [''] })).toEqual([]);
  expect(judgeOptions<Props>('X', { level: 1, names: ['a', ''] }, JUDGES)).toEqual([
    { where: 'X', path: 'names[1]', got: 'empty', expected: 'a name', fix: 'Name it.' },
  ]);
});

test('beside a wrong type, the other options are judged', () => {
  expect(places({ level: 'high', names: [''] })).toEqual(['level', 'names[0]']);
});

test('an option of a wrong type is not judged, nor one that is not stated', () => {
  expect(places({ level: 1, names: [3, ''] })).toEqual(['names[0]']);
  expect(places({ level: 'high' })).toEqual(['level']);
  expect(places(7)).toEqual(['props']);
});
