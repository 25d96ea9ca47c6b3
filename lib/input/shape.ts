import type { Diagnostic, Fault } from '../diagnostic.js';
import { nearest } from '../formats/did-you-mean.js';
import { isMapping } from '../formats/mapping.js';
import { faultOf, shown, toDiagnostic } from './fault.js';

/** What every shape does, whatever its type. */
export interface Check {
  /** What would be accepted: the end of `is 3, expected …`. */
  readonly expected: string;
  /** All faults of a value and its contents. `path` is its place among the props: `leafnodes.leaves[0].cluster`. */
  faults(path: string, value: unknown): Fault[];
}

/** The shape of an option. */
export type Option = Check | { readonly optional: Check };

/**
 * What a value must look like at run time. The compiler checks it first; this check is for programs that were not
 * compiled or that cast, and for what types cannot express: ranges, patterns, unknown options.
 */
export interface Shape<T> extends Check {
  /** Ties the shape to its type, so that a shape of other values is a compile error. @default - absent, always */
  readonly of?: (value: T) => T;
}

/** An option that may be absent, or undefined: as in TypeScript's own optional properties. @see https://www.typescriptlang.org/docs/handbook/2/objects.html */
export interface Optional<T> {
  /** Its shape if it is set. */
  readonly optional: Shape<T>;
}

/** One shape for each property of an interface: the compiler refuses a missing or an extra one. */
export type Fields<P> = {
  readonly [Key in keyof P]-?: Partial<Pick<P, Key>> extends Pick<P, Key>
    ? Optional<Exclude<P[Key], undefined>>
    : Shape<P[Key]>;
};

export function optional<T>(shape: Shape<T>): Optional<T> {
  return { optional: shape };
}

/** An object with these options and no others. */
export function options<P extends object>(fields: Fields<P>): Shape<P> {
  return optionsOf(Object.entries<Option>(fields));
}

/** An object whose options are known only at run time. */
export function optionsOf(entries: readonly (readonly [string, Option])[]): Check {
  const shapes = new Map(entries);
  const required = entries.filter(([, shape]) => !('optional' in shape)).map(([key]) => key);
  const expected = required.length === 0 ? 'an object' : `an object with ${required.join(', ')}`;
  return {
    expected,
    faults: (path, value) => {
      if (!isMapping(value)) return [faultOf(path, value, expected)];
      const unknown = Object.keys(value).filter((key) => !shapes.has(key));
      const meant = new Map(unknown.map((key) => [key, nearest(key, nameable(shapes, value))]));
      const misspelt = new Set(meant.values());
      return [
        ...unknown.map((key) => unknownOption(below(path, key), meant.get(key), [...shapes.keys()])),
        ...entries
          // A misnamed option is not also reported as absent.
          .filter(([key, shape]) => value[key] !== undefined || !('optional' in shape || misspelt.has(key)))
          .flatMap(([key, shape]) => optionFaults(below(path, key), value[key], shape)),
      ];
    },
  };
}

/** One of several objects, discriminated by their `kind`. */
export function kinds<P extends { readonly kind: string }>(shapes: Variants<'kind', P>): Shape<P> {
  return variants<'kind', P>('kind', shapes);
}

type Variants<Tag extends string, P extends { readonly [Key in Tag]: string }> = {
  readonly [Kind in P[Tag]]: Fields<Omit<Extract<P, { readonly [Key in Tag]: Kind }>, Tag>>;
};

/** One of several objects, discriminated by one of their options. */
export function variants<Tag extends string, P extends { readonly [Key in Tag]: string }>(
  tag: Tag,
  variants: Variants<Tag, P>,
): Shape<P> {
  const shapes = new Map(
    Object.entries<{ readonly [option: string]: Option }>(variants).map(([kind, fields]) => [
      kind,
      optionsOf([[tag, constant(kind)], ...Object.entries<Option>(fields)]),
    ]),
  );
  const names = [...shapes.keys()];
  const expected = `an object whose ${tag} is ${alternatives(names)}`;
  return {
    expected,
    faults: (path, value) => {
      if (!isMapping(value)) return [faultOf(path, value, expected)];
      const kind = value[tag];
      const shape = typeof kind === 'string' ? shapes.get(kind) : undefined;
      return shape?.faults(path, value) ?? oneOf(...names).faults(below(path, tag), kind);
    },
  };
}

/** A list of values of one shape. */
export function list<T>(item: Shape<T>, atLeast = 0): Shape<readonly T[]> {
  const expected = atLeast > 0 ? `a list of at least ${atLeast}` : 'a list';
  return {
    expected: `${expected}, each ${item.expected}`,
    faults: (path, value) => {
      if (!Array.isArray(value) || value.length < atLeast)
        return [faultOf(path, value, `${expected}, each ${item.expected}`)];
      // A list may have holes, which its methods skip.
      return Array.from(value, (element: unknown, index) => item.faults(`${path}[${index}]`, element)).flat();
    },
  };
}

/** Names that the user chooses, each with a value of one shape. */
export function mapping<T>(item: Shape<T>): Shape<{ readonly [name: string]: T }> {
  const expected = `an object, each value ${item.expected}`;
  return {
    expected,
    faults: (path, value) =>
      isMapping(value)
        ? Object.entries(value).flatMap(([key, element]) => item.faults(below(path, key), element))
        : [faultOf(path, value, expected)],
  };
}

/** One of a few texts. Messages do not list an empty text, which leaves the choice to a program. */
export function oneOf<const T extends string>(...values: readonly T[]): Shape<T> {
  const expected = alternatives(values.filter((value) => value !== ''));
  return {
    expected,
    faults: (path, value) => {
      if (values.some((candidate) => candidate === value)) return [];
      // For versions and other numbers, the nearest is not a useful guess.
      const meant = typeof value === 'string' && /^[a-z-]+$/i.test(value) ? nearest(value, values) : undefined;
      return [
        {
          ...faultOf(path, value, expected),
          ...(meant !== undefined && { fix: `Did you mean '${meant}'? Correct it.` }),
        },
      ];
    },
  };
}

/** Either of two shapes; the reported faults are those of the second. */
export function either<A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> {
  const expected = `${first.expected}, or ${second.expected}`;
  return {
    expected,
    faults: (path, value) => {
      if (first.faults(path, value).length === 0) return [];
      return second.faults(path, value).map((fault) => (fault.path === path ? { ...fault, expected } : fault));
    },
  };
}

/** A value of a shape, or its faults. */
export interface Reading<T> {
  /** Undefined if there are faults. */
  readonly value: T | undefined;
  readonly faults: readonly Fault[];
}

/** Reads a value of unknown type. `path` is its place in the input. */
export function read<T>(value: unknown, shape: Shape<T>, path = ''): Reading<T> {
  const faults = shape.faults(path, value);
  return { value: faults.length === 0 ? (value as T) : undefined, faults };
}

/** Faults of props, each as a sentence that begins with the construct: `NatsBroker 'hub/nats-broker': replica is …`. */
export function checkProps(where: string, props: unknown, shape: Check): Diagnostic[] {
  return shape.faults('', props).map((fault) => toDiagnostic(where, fault));
}

/** Number of options from which a message names only the nearest one, even if that option is set too. */
const MANY = 12;

function constant(text: string): Check {
  return { expected: `'${text}'`, faults: () => [] };
}

function optionFaults(path: string, value: unknown, shape: Option): Fault[] {
  if (!('optional' in shape)) return shape.faults(path, value);
  return shape.optional.faults(path, value).map((fault) => {
    const own = fault.path === path && fault.fix === 'Correct it.';
    return own ? { ...fault, fix: 'Correct it, or remove it to use the default.' } : fault;
  });
}

/** The options that a misspelled one may mean: those that are not set, or all where there are many. */
function nameable(shapes: ReadonlyMap<string, Option>, value: { readonly [key: string]: unknown }): readonly string[] {
  const names = [...shapes.keys()];
  return names.length > MANY ? names : names.filter((key) => value[key] === undefined);
}

function unknownOption(path: string, meant: string | undefined, known: readonly string[]): Fault {
  return {
    path,
    got: 'an unknown option',
    expected: meant ?? `one of ${known.join(', ')}`,
    fix: meant === undefined ? 'Remove it, or correct its name.' : `Did you mean ${meant}? Correct the name.`,
  };
}

/** `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`. */
function alternatives(values: readonly string[]): string {
  return values
    .map(shown)
    .join(', ')
    .replace(/, ('[^']*')$/, ' or $1');
}

export function below(path: string, key: string): string {
  const step = /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  return path === '' && step.startsWith('.') ? key : `${path}${step}`;
}
