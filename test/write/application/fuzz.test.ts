import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidInput } from '../../../lib/diagnostic.js';
import { addApplication } from '../../../lib/write/application/add-application.js';
import { addObservability } from '../../../lib/write/application/add-observability.js';
import { Cluster } from '../../../lib/write/fleet/cluster.js';
import type { Mesh } from '../../../lib/write/fleet/mesh.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { network } from '../../support/application.js';
import { EAST_WEST, everything, MESHES } from '../../support/everything.js';
import { filesOf } from '../../support/synth.js';

type Path = readonly string[];
type Mutation = (parent: object, key: string, root: object) => void;

/** Whether what stands there is made of parts that can be changed; a cluster and a Duration are wholes. */
const isComposite = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Cluster) && !isAmount(value);
const isAmount = (value: object) => value instanceof Duration || value instanceof Size;

/** What refers to itself has no end. */
const DEEPEST = 12;

/** Every place in a value, from the top down. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (!isComposite(value) || at.length > DEEPEST) return [];
  return Object.entries(value).flatMap(([key, child]) => [[...at, key], ...pathsOf(child, [...at, key])]);
}

/** A copy that shares wholes alone. */
function copy(value: unknown, depth = 0): unknown {
  if (!isComposite(value) || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((child) => copy(child, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, copy(child, depth + 1)]));
}

const inside = (root: object, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (isComposite(value) ? Reflect.get(value, key) : undefined), root);

const self = (value: Record<string, unknown>) => Object.assign(value, { self: value });

/** What stands in the wrong place; made anew each time, for what is made of parts may be changed in turn. */
const WRONG: readonly (() => unknown)[] = [
  ...[undefined, null, '', ' ', 'x', '30s', 'nobody', '*', '../..', '💥', 'a\nb', 'x'.repeat(300), true, false].map(
    (value) => () => value,
  ),
  ...[0, -1, 0.5, 1e9, Number.NaN, Number.POSITIVE_INFINITY, 10n, Symbol('odd')].map((value) => () => value),
  () => [],
  () => [undefined],
  () => new Array(3),
  () => [[]],
  () => ({}),
  () => Object.create(null),
  () => ({ toString: 'no function', constructor: null }),
  () => JSON.parse('{"__proto__": {"kind": "external"}, "hasOwnProperty": 1}'),
  () => self({}),
  () => new Map([['a', 1]]),
  () => new Date(0),
  () => () => 'a function',
  () => Duration.seconds(5),
  () => Duration.millis(0),
  () => Duration.days(1e6),
  () => Size.mebibytes(1),
  () => ({ toMilliseconds: () => 'many' }),
  () => new Cluster('other', { ...network, mesh: MESHES[0] }),
];

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.constant<Mutation>((parent, key) => Reflect.deleteProperty(parent, key)),
  fc.constantFrom(...WRONG).map<Mutation>((make) => (parent, key) => Reflect.set(parent, key, make())),
  fc.constant<Mutation>((parent, key) => {
    if (Array.isArray(parent)) parent.push(copy(Reflect.get(parent, key)));
    else Reflect.set(parent, `${key}2`, copy(Reflect.get(parent, key)));
  }),
  // What stands elsewhere in the application, itself among it.
  fc.nat().map<Mutation>((seed) => (parent, key, root) => {
    const paths = [[], ...pathsOf(root)];
    Reflect.set(parent, key, copy(inside(root, paths[seed % paths.length] ?? [])));
  }),
);

/** Changes a place somewhere in a value, if it is still there. */
function mutate(root: object, change: Mutation, seed: number): void {
  const paths = pathsOf(root);
  const path = paths[seed % paths.length];
  if (path === undefined) return;
  const parent = inside(root, path.slice(0, -1));
  if (isComposite(parent)) change(parent, path.at(-1) ?? '', root);
}

const changes = fc.array(fc.tuple(mutation, fc.nat()), { minLength: 1, maxLength: 3 });

/** A fleet with everything that an application may say, some of it changed. */
function fuzzed(mesh: Mesh, mutations: readonly (readonly [Mutation, number])[]): Fleet {
  const fleet = new Fleet('fuzz');
  const cluster = fleet.addCluster('hub', {
    ...network,
    mesh,
    ...(mesh.kind === 'istio' && { eastWest: EAST_WEST }),
  });
  const said = copy(everything(cluster)) as { application: never; options: never; watched: never };
  for (const [change, seed] of mutations) mutate(said, change, seed);
  addApplication(cluster, said.application, said.options);
  addObservability(cluster, said.application, said.watched);
  return fleet;
}

test.each(MESHES)('whatever an application on $kind is, it is built or refused in sentences', (mesh) => {
  let refused = 0;
  fc.assert(
    fc.property(changes, (mutations) => {
      const fleet = fuzzed(mesh, mutations);
      try {
        expect(filesOf(fleet).size).toBeGreaterThan(1);
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        for (const sentence of error.message.split('\n')) expect(sentence).toMatch(/^.+ is .+, expected .+\. .+$/);
        refused += 1;
      }
    }),
    { numRuns: 300 },
  );
  // How many are wrong is chance; that none is would mean that nothing was changed.
  expect(refused).toBeGreaterThan(0);
});

test.each(MESHES)('the application that is changed is right on $kind', (mesh) => {
  expect(filesOf(fuzzed(mesh, [])).size).toBeGreaterThan(1);
});
