import fc from 'fast-check';
import { expect, test } from 'vitest';
import { saidOf } from '../../../support/call-graph.js';

const said = (...args: Parameters<typeof saidOf>) =>
  saidOf(...args).filter((sentence) => sentence.includes(' tries, '));

const sentence = (service: string, way: string, limit = 8) =>
  `Application 'shop': service 'shop/${service}': retries.attempts is too high: one request leads to ${way} tries, expected at most ${limit} tries at one service, which is maxTriesPerRequest of the application. Lower retries.attempts of a service on the path, or raise maxTriesPerRequest.`;

test('tries are multiplied along calls, and told of once for each way', () => {
  const nodes = (attempts: number) => ({
    api: { calls: ['kernel'], attempts, perTry: 1000 },
    kernel: { calls: ['catalog', 'inference'], attempts, perTry: 100 },
    catalog: { attempts, perTry: 1 },
    inference: { attempts, perTry: 1 },
  });
  expect(said(nodes(1))).toEqual([]);
  expect(said(nodes(3))).toEqual([
    sentence('catalog', 'api (4) -> kernel (4) -> catalog (4) = 64'),
    sentence('inference', 'api (4) -> kernel (4) -> inference (4) = 64'),
  ]);
});

test('services that are tried once stand on the way, and are not told of', () => {
  const nodes = {
    web: { calls: ['hub'] },
    hub: { calls: ['orders'] },
    orders: { calls: ['log'], attempts: 8 },
    log: {},
  };
  expect(said(nodes)).toEqual([sentence('orders', 'web (1) -> hub (1) -> orders (9) = 9')]);
});

test('the limit is that of the application, and of one service too', () => {
  const nodes = { web: { attempts: 8 } };
  expect(said(nodes)).toEqual([sentence('web', 'web (9) = 9')]);
  expect(said(nodes, { maxTriesPerRequest: 9 })).toEqual([]);
  expect(said({ web: { attempts: 1 } }, { maxTriesPerRequest: 1 })).toEqual([sentence('web', 'web (2) = 2', 1)]);
  expect(saidOf(nodes, { maxTriesPerRequest: 0 })).toEqual([
    "Application 'shop': maxTriesPerRequest is 0, expected an integer from 1 to 1000. Correct it, or remove it to use the default.",
  ]);
});

test('of two ways to a service the worse counts', () => {
  const nodes = {
    web: { calls: ['left', 'right'], attempts: 1, perTry: 1000 },
    left: { calls: ['orders'], attempts: 1, perTry: 100 },
    right: { calls: ['orders'], attempts: 2, perTry: 100 },
    orders: { attempts: 1, perTry: 1 },
  };
  expect(said(nodes)).toEqual([sentence('orders', 'web (2) -> right (3) -> orders (2) = 12')]);
});

test('a service counts once, however often calls come back to it', () => {
  expect(said({ web: { calls: ['web'], attempts: 7 } })).toEqual([]);
  const circle = {
    a: { calls: ['b'], attempts: 2 },
    b: { calls: ['c'], attempts: 2 },
    c: { calls: ['a'], attempts: 2 },
  };
  expect(said(circle)).toEqual([sentence('c', 'a (3) -> b (3) -> c (3) = 27')]);
});

test('a circle hides no way into it, in whatever order the services stand', () => {
  const nodes = {
    left: { calls: ['ring'], attempts: 1, perTry: 100 },
    right: { calls: ['hub'], attempts: 2, perTry: 100 },
    hub: { calls: ['ring'] },
    ring: { calls: ['hub'], attempts: 2, perTry: 1 },
  };
  const names = Object.keys(nodes);
  const orders = names.flatMap((_, turn) => [names.slice(turn).concat(names.slice(0, turn))]);
  for (const order of [...orders, ...orders.map((one) => one.toReversed())]) {
    const ordered = Object.fromEntries(Object.entries(nodes).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
    expect(saidOf(ordered)).toEqual([sentence('ring', 'right (3) -> hub (1) -> ring (3) = 9')]);
  }
});

test('what is not asked by HTTP is tried once', () => {
  expect(said({ web: { attempts: 9 } }, { port: 'raw' })).toEqual([]);
});

test('many ways do not take many times as long', () => {
  const layers = Array.from({ length: 12 }, (_, layer) =>
    Array.from({ length: 8 }, (_, index) => `s${layer}-${index}`),
  );
  const nodes = Object.fromEntries(
    layers.flatMap((names, layer) => names.map((name) => [name, { calls: layers[layer + 1] ?? [], attempts: 1 }])),
  );
  // Of each layer from the fourth on, those on whose way the next layer's does not begin.
  expect(said(nodes)).toHaveLength(8 * 7 + 8);
});

test('many circles do not take many times as long', () => {
  const names = Array.from({ length: 14 }, (_, index) => `s${index}`);
  const nodes = Object.fromEntries(names.map((name) => [name, { calls: names, attempts: 1 }]));
  // Where several services of a circle are tried again, no figures fit.
  expect(saidOf(nodes)).not.toEqual([]);
});

test('of any graph it is said exactly where some way has too many', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const node = fc.record({
    calls: fc.subarray(names),
    attempts: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(node, { minLength: 6, maxLength: 6 }), fc.integer({ min: 1, max: 60 }), (graph, limit) => {
      const nodeOf = (name: string) => graph[names.indexOf(name)] ?? { calls: [], attempts: undefined };
      const triedBehind = (name: string, seen: Set<string>): string[] =>
        nodeOf(name).calls.flatMap((callee) => {
          if (nodeOf(callee).attempts !== undefined) return [callee];
          return seen.has(callee) ? [] : triedBehind(callee, seen.add(callee));
        });
      const worst = (name: string, way: readonly string[]): number =>
        (1 + (nodeOf(name).attempts ?? 0)) *
        Math.max(
          1,
          ...triedBehind(name, new Set())
            .filter((callee) => callee !== name && !way.includes(callee))
            .map((callee) => worst(callee, [...way, name])),
        );
      const most = Math.max(...names.map((name) => worst(name, [])));
      const nodes = Object.fromEntries(
        graph.map(({ calls, attempts }, index) => [
          names[index] ?? '',
          { calls, ...(attempts !== undefined && { attempts }) },
        ]),
      );
      expect(said(nodes, { maxTriesPerRequest: limit }).length > 0).toBe(most > limit);
    }),
    { numRuns: 300 },
  );
});
