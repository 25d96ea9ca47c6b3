import { isMapping } from '../../../lib/formats/mapping.js';
import type { Json, ManifestObject } from '../../../lib/manifest/object.js';

/** An object with one change, and what was changed. */
export interface Mutant {
  readonly change: string;
  readonly object: ManifestObject;
}

type Steps = readonly (string | number)[];

/** What can be wrong with a value; undefined if an operator does not apply. */
const OPERATORS: Readonly<Record<string, (value: Json) => Json | undefined>> = {
  'another type': (value) => (typeof value === 'string' ? [value] : 'text'),
  'an unknown field': (value) => (isMapping(value) ? { ...value, unheardOf: 'a' } : undefined),
  'an unknown number': (value) => (isMapping(value) ? { ...value, unheardOf: 1 } : undefined),
  'another word': (value) => (typeof value === 'string' ? `${value}Ish` : undefined),
  'with a dot': (value) => (typeof value === 'string' ? `${value}.b` : undefined),
  'with a slash': (value) => (typeof value === 'string' ? `${value}/b` : undefined),
  'with a space': (value) => (typeof value === 'string' ? `${value} b` : undefined),
  'a long text': (value) => (typeof value === 'string' ? `${value}${'a'.repeat(300)}` : undefined),
  'no text': (value) => (typeof value === 'string' ? '' : undefined),
  'in quotes': (value) => (typeof value === 'number' ? String(value) : undefined),
  zero: (value) => (typeof value === 'number' ? 0 : undefined),
  'below zero': (value) => (typeof value === 'number' ? -7 : undefined),
  'a large number': (value) => (typeof value === 'number' ? 1_000_000 : undefined),
  'an empty list': (value) => (Array.isArray(value) && value.length > 0 ? [] : undefined),
  'the first item twice': (value) =>
    Array.isArray(value) && value[0] !== undefined ? [value[0], ...value] : undefined,
  'an empty mapping': (value) => (isMapping(value) && Object.keys(value).length > 0 ? {} : undefined),
};

/** Fields that every object has, or that say which kind it is of. */
const IDENTITY = /^(?:apiVersion|kind|metadata(?:\.(?:namespace|annotations|labels)\b.*)?)$/;

/** Each field of an object changed in each way that applies, and left out. */
export function mutantsOf(object: ManifestObject): readonly Mutant[] {
  return placesIn(object).flatMap((steps) => {
    const path = pathOf(steps);
    if (IDENTITY.test(path)) return [];
    const value = valueAt(object, steps);
    const changed = Object.entries(OPERATORS).flatMap(([name, operator]) => {
      const other = operator(value);
      return other === undefined ? [] : [{ change: `${path}: ${name}`, object: withValue(object, steps, other) }];
    });
    return [...changed, { change: `${path}: left out`, object: withValue(object, steps, undefined) }];
  });
}

function placesIn(value: Json, steps: Steps = []): readonly Steps[] {
  // Items of a list are alike: the first is enough.
  const children: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.slice(0, 1).map((item) => [0, item] as const)
    : isMapping(value)
      ? Object.entries(value)
      : [];
  return children.flatMap(([step, child]) => [[...steps, step], ...placesIn(child, [...steps, step])]);
}

function pathOf(steps: Steps): string {
  return steps
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('');
}

function valueAt(value: Json, steps: Steps): Json {
  return steps.reduce<Json>((parent, step) => childOf(parent, step), value);
}

function childOf(parent: Json, step: string | number): Json {
  if (Array.isArray(parent)) return parent[Number(step)] ?? null;
  return isMapping(parent) ? (parent[step] ?? null) : null;
}

function withValue(object: ManifestObject, steps: Steps, value: Json | undefined): ManifestObject {
  const copy = structuredClone(object);
  const [last = '', parent] = [steps.at(-1), valueAt(copy, steps.slice(0, -1))];
  if (Array.isArray(parent)) parent.splice(Number(last), 1, ...(value === undefined ? [] : [value]));
  else if (value === undefined) Reflect.deleteProperty(parent as object, last);
  else Reflect.set(parent as object, last, value);
  return copy;
}
