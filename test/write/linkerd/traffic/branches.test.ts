import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Branch,
  branchesOf,
  type Condition,
  matchesInOrder,
} from '../../../../lib/write/linkerd/traffic/branches.js';
import type { ParsedPath, RequestMatch } from '../../../../lib/write/workload/intents/request-match.js';
import { service, VERSIONS } from '../../../support/linkerd-application.js';

interface Request {
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
}

function length(path: ParsedPath | undefined, requested: string): number | undefined {
  if (path === undefined) return 1;
  if ('exact' in path) return path.exact === requested ? requested.length : undefined;
  if (path.prefix === '') return 1;
  return requested === path.prefix || requested.startsWith(`${path.prefix}/`) ? path.prefix.length : undefined;
}

function fits({ path, headers }: Condition, request: Request): number | undefined {
  const matched = length(path, request.path);
  const all = headers.every(({ name, value, regex }) => {
    const own = request.headers[name];
    return own !== undefined && (regex ? new RegExp(value).test(own) : own === value);
  });
  return all && matched !== undefined ? matched * 100 + headers.length : undefined;
}

/** The branch that the proxy takes: the longest path, then the most headers, then the first. */
function taken(branches: readonly Branch[], request: Request): number {
  let [best, index] = [-1, -1];
  matchesInOrder(branches).forEach((conditions, own) => {
    const ranks = conditions.flatMap((condition) => fits(condition, request) ?? []);
    const rank = Math.max(-1, ...ranks);
    if (rank > best) [best, index] = [rank, own];
  });
  return index;
}

const match: fc.Arbitrary<RequestMatch> = fc.oneof(
  fc.record({ kind: fc.constant('header' as const), name: fc.constantFrom('x', 'y'), value: fc.constantFrom('1') }),
  fc.record({ kind: fc.constant('path' as const), path: fc.constantFrom('/*', '/', '/a', '/a/*', '/a/b', '/a/b/*') }),
  fc.record({ kind: fc.constant('cookie' as const), name: fc.constant('g'), value: fc.constantFrom('b', 'c') }),
);

describe('matchesInOrder', () => {
  test('lets the first branch that takes a request answer it, as the proxy matches', () => {
    const request = fc.record({
      path: fc.constantFrom('/', '/a', '/a/b', '/a/b/c', '/c'),
      headers: fc.dictionary(fc.constantFrom('x', 'y', 'cookie'), fc.constantFrom('1', 'a=1; g=b', 'g=c'), {
        maxKeys: 3,
      }),
    });
    fc.assert(
      fc.property(
        fc.array(match, { maxLength: 4 }),
        fc.option(match, { nil: undefined }),
        request,
        (pins, when, asked) => {
          const branches = branchesOf(
            service(
              {
                release: { weights: { v1: 100, v2: 0 }, pins: pins.map((pin) => ({ when: pin, version: 'v2' })) },
                ...(when && { fault: { when, effect: { kind: 'abort', status: 500 }, percent: 10 } }),
              },
              VERSIONS,
            ),
            { service: 'errors', port: 80 },
          );
          const first = branches.findIndex((branch) => fits(branch.when, asked) !== undefined);
          expect(taken(branches, asked)).toBe(first);
        },
      ),
    );
  });

  test('says what a pin takes of a later one, and that once', () => {
    const pins = [
      { when: { kind: 'header', name: 'x', value: '1' }, version: 'v2' },
      { when: { kind: 'path', path: '/a' }, version: 'v1' },
    ] as const;
    const branches = branchesOf(service({ release: { weights: { v1: 100 }, pins } }, VERSIONS), undefined);
    const header = { name: 'x', value: '1', regex: false };
    expect(matchesInOrder(branches)).toEqual([
      [{ headers: [header] }, { path: { exact: '/a' }, headers: [header] }],
      [{ path: { exact: '/a' }, headers: [] }],
      [{ headers: [] }],
    ]);
  });

  test('says nothing more of pins of one kind', () => {
    const pins = ['1', '2'].map((value) => ({ when: { kind: 'header', name: 'x', value }, version: 'v2' }) as const);
    const branches = branchesOf(service({ release: { weights: { v1: 100 }, pins } }, VERSIONS), undefined);
    expect(matchesInOrder(branches).map((conditions) => conditions.length)).toEqual([1, 1, 1]);
  });
});

describe('branchesOf', () => {
  test('is empty if there is nothing to decide', () => {
    expect(branchesOf(service(), undefined)).toEqual([]);
  });

  test('gives failures their share of every branch', () => {
    const branches = branchesOf(
      service(
        { release: { weights: { v1: 90, v2: 10 } }, fault: { effect: { kind: 'abort', status: 503 }, percent: 0.5 } },
        VERSIONS,
      ),
      { service: 'errors', port: 8080 },
    );
    expect(branches).toEqual([
      {
        when: { headers: [] },
        backends: [
          { service: 'web-v1', weight: 89_550 },
          { service: 'web-v2', weight: 9_950 },
          { service: 'errors', port: 8080, weight: 500 },
        ],
      },
    ]);
  });

  test('finds a cookie among others, and not one whose name or value goes on', () => {
    const [pin] = branchesOf(
      service(
        {
          release: {
            weights: { v1: 100 },
            pins: [{ when: { kind: 'cookie', name: 'g', value: 'b.a' }, version: 'v2' }],
          },
        },
        VERSIONS,
      ),
      undefined,
    );
    const value = pin?.when.headers[0]?.value ?? '';
    const found = ['g=b.a', 'x=1; g=b.a', 'g=b.a; x=1', 'x=1;g=b.a'].map((cookie) => new RegExp(value).test(cookie));
    const missed = ['g=b.ab', 'xg=b.a', 'g=bxa', 'x=g=b.a'].map((cookie) => new RegExp(value).test(cookie));
    expect([found, missed]).toEqual([Array(4).fill(true), Array(4).fill(false)]);
  });
});
