import type { Fault } from '../diagnostic.js';
import { isMapping } from '../formats/mapping.js';
import { type Check, list, optionsOf } from './shape.js';
import { accepted, anyText, anything, flag } from './values.js';

/** A tree with every part optional; lists are given as a whole. */
export type PartialTree<Tree> = Tree extends readonly unknown[]
  ? Tree
  : Tree extends object
    ? { readonly [Key in keyof Tree]?: PartialTree<Tree[Key]> | undefined }
    : Tree;

/** The shapes of options by their paths, or by their names if an option has the same shape everywhere. */
export type OptionShapes = Readonly<Record<string, Check>>;

const anyNumber = accepted<number>('a number', (value) => typeof value === 'number' && Number.isFinite(value));
const anyMapping = accepted<object>('an object', isMapping);

/**
 * An object that may set any part of a tree of defaults, and nothing else. An option without its own shape must have
 * the type of its default. As in a Helm values file, `null` sets nothing.
 *
 * @param isOpen whether a mapping may have keys that its default lacks
 */
export function partOf(
  defaults: object,
  shapes: OptionShapes,
  isOpen: (path: string, standard: object) => boolean,
  path = '',
): Check {
  return optionsOf(
    Object.entries(defaults).map(([name, standard]: [string, unknown]) => {
      const place = path === '' ? name : `${path}.${name}`;
      const own = shapes[place] ?? shapes[name];
      return [name, { optional: unlessNull(own ?? shapeOf(standard, place)) }];
    }),
  );

  function shapeOf(standard: unknown, place: string): Check {
    if (typeof standard === 'string') return anyText;
    if (typeof standard === 'number') return anyNumber;
    if (typeof standard === 'boolean') return flag;
    if (Array.isArray(standard)) return list(anything());
    if (!isMapping(standard)) return anything();
    return isOpen(place, standard) ? anyMapping : partOf(standard, shapes, isOpen, place);
  }
}

/** What is set, except for options that have faults. */
export function withoutFaults<Tree extends object>(stated: unknown, faults: readonly Fault[]): PartialTree<Tree> {
  const places = new Set(faults.map(({ path }) => path.replace(/\[.*$/s, '')));
  return kept(stated, '', places) as PartialTree<Tree>;
}

function kept(stated: unknown, path: string, places: ReadonlySet<string>): unknown {
  if (!isMapping(stated)) return path === '' ? {} : stated;
  if (path === '' && places.has('')) return {};
  return Object.fromEntries(
    Object.entries(stated)
      .map(([name, value]) => [name, value, path === '' ? name : `${path}.${name}`] as const)
      .filter(([, , place]) => !places.has(place))
      .map(([name, value, place]) => [name, kept(value, place, places)]),
  );
}

function unlessNull(shape: Check): Check {
  return {
    expected: shape.expected,
    faults: (path, value) => {
      if (value === null) return [];
      const stated = isMapping(value) ? Object.entries(value).filter(([, child]) => child !== null) : undefined;
      return shape.faults(path, stated === undefined ? value : Object.fromEntries(stated));
    },
  };
}
