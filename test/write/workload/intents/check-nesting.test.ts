import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Node, saidOf } from '../../../support/call-graph.js';

const where = "Application 'shop': service";
const because =
  'expected more than that: its callers would give up before the answer arrives, and the callee would work in vain.';

describe('a service has longer than it waits for what it calls', () => {
  test('in each of its tries', () => {
    const nodes = (perTry: number) => ({
      web: { calls: ['orders'], timeout: 40, attempts: 1, perTry },
      orders: { timeout: 20, attempts: 3, perTry: 5 },
    });
    expect(saidOf(nodes(21))).toEqual([]);
    expect(saidOf(nodes(20))).toEqual([
      `${where} 'shop/web': retries.perTryTimeout is 20 ms, but it may wait 20 ms for orders: web -> orders, ${because} Raise retries.perTryTimeout of web, or lower timeout of orders.`,
    ]);
  });

  test('as a whole, where it is tried once', () => {
    const nodes = (timeout: number) => ({ web: { calls: ['orders'], timeout }, orders: { timeout: 20 } });
    expect(saidOf(nodes(21))).toEqual([]);
    expect(saidOf(nodes(20))).toEqual([
      `${where} 'shop/web': timeout is 20 ms, but it may wait 20 ms for orders: web -> orders, ${because} Raise timeout of web, or lower timeout of orders.`,
    ]);
  });

  test('with all the tries of what has no timeout', () => {
    const nodes = (attempts: number) => ({
      web: { calls: ['orders'], timeout: 20 },
      orders: { attempts, perTry: 5 },
    });
    expect(saidOf(nodes(2))).toEqual([]);
    expect(saidOf(nodes(3))).toEqual([
      `${where} 'shop/web': timeout is 20 ms, but it may wait 20 ms for orders: web -> orders, ${because} Raise timeout of web, or lower retries.perTryTimeout of orders.`,
    ]);
  });

  test('through services without figures of their own, each called service once', () => {
    const nodes = {
      web: { calls: ['left', 'right'], timeout: 20 },
      left: { calls: ['orders'] },
      right: { calls: ['orders', 'stock'] },
      orders: { timeout: 20 },
      stock: { calls: ['bank'], timeout: 19 },
      bank: { timeout: 18 },
    };
    expect(saidOf(nodes)).toEqual([
      `${where} 'shop/web': timeout is 20 ms, but it may wait 20 ms for orders: web -> left -> orders, ${because} Raise timeout of web, or lower timeout of orders.`,
    ]);
  });

  test('or has no figures at all', () => {
    expect(saidOf({ web: { calls: ['orders'] }, orders: { timeout: 20 } })).toEqual([]);
    expect(saidOf({ web: { calls: ['orders'], timeout: 20 }, orders: {} })).toEqual([]);
  });
});

describe('calls that come back', () => {
  test('say nothing of a service that calls itself', () => {
    expect(saidOf({ web: { calls: ['web'], timeout: 8, attempts: 3, perTry: 2 } })).toEqual([]);
    expect(saidOf({ web: { calls: ['hub'], timeout: 8 }, hub: { calls: ['web'] } })).toEqual([]);
  });

  test('leave no figures for two services', () => {
    expect(
      saidOf({
        web: { calls: ['hub'], timeout: 20 },
        hub: { calls: ['orders'] },
        orders: { calls: ['web'], timeout: 10 },
      }),
    ).toEqual([
      `${where} 'shop/orders': timeout is 10 ms, but it may wait 20 ms for web: orders -> web, ${because} Drop timeout and retries of orders or web, or break the cycle: no values fit while each calls the other.`,
    ]);
  });
});

test('what is not asked by HTTP has no figures to fit', () => {
  const nodes = { web: { calls: ['orders'], timeout: 20, attempts: 1, perTry: 15 }, orders: { timeout: 20 } };
  expect(saidOf(nodes)).toHaveLength(1);
  expect(saidOf(nodes, { port: 'raw' })).toEqual([]);
});

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const figures: fc.Arbitrary<Node> = fc.record(
  {
    calls: fc.subarray(NAMES),
    timeout: fc.integer({ min: 10, max: 40 }),
    attempts: fc.integer({ min: 1, max: 3 }),
    perTry: fc.integer({ min: 1, max: 30 }),
  },
  { requiredKeys: ['calls', 'perTry'] },
);

/** Whether some way of calls leads to a wait that is no shorter than the try in which it is made. */
function unfit(nodes: { readonly [name: string]: Node }): boolean {
  const whole = ({ timeout, attempts, perTry = 1 }: Node) =>
    timeout ?? (attempts === undefined ? undefined : (attempts + 1) * perTry);
  const meets = (name: string, limit: number, seen: readonly string[]): boolean =>
    (nodes[name]?.calls ?? []).some((callee) => {
      if (seen.includes(callee)) return false;
      const wait = whole(nodes[callee] ?? {});
      return wait === undefined ? meets(callee, limit, [...seen, callee]) : wait >= limit;
    });
  return Object.entries(nodes).some(([name, { timeout, attempts, perTry = 1 }]) => {
    const end = attempts === undefined ? timeout : perTry;
    return end !== undefined && meets(name, end, [name]);
  });
}

test('of any graph it is said exactly where some way does not fit, and it always ends', () => {
  fc.assert(
    fc.property(fc.tuple(figures, figures, figures, figures, figures), (all) => {
      const nodes = Object.fromEntries(all.map((node, index) => [NAMES[index] ?? '', node]));
      const said = saidOf(nodes, { maxTriesPerRequest: 1000 });
      expect(said.some((sentence) => sentence.includes('but it may wait'))).toBe(unfit(nodes));
    }),
    { numRuns: 300 },
  );
});
