import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ambiguousPaths, type RequestGrant, routeGrants } from '../../../../lib/write/linkerd/policy/route-grants.js';
import { METHODS } from '../../../../lib/write/workload/intents/caller.js';
import type { ParsedPath } from '../../../../lib/write/workload/intents/request-match.js';

const grant = (peer: string, paths?: string[], methods?: RequestGrant['methods']): RequestGrant => ({
  peer,
  paths,
  methods,
});

/** The length of what a path matches, as the proxy computes it; undefined if it matches nothing. */
function matchLength(path: ParsedPath, requested: string): number | undefined {
  if ('exact' in path) return path.exact === requested ? path.exact.length : undefined;
  if (path.prefix === '') return 1;
  const rest = requested.replace(/\/+$/, '');
  return rest === path.prefix || rest.startsWith(`${path.prefix}/`) ? path.prefix.length : undefined;
}

/** Who is admitted, as the proxy decides: by the longest path, then by whether the method is named. */
function admitted(grants: readonly RequestGrant[], path: string, method: string): readonly string[] {
  let best: { rank: number; peers: readonly string[] } = { rank: 0, peers: [] };
  for (const { peers, ...match } of routeGrants(grants)) {
    const length = matchLength(match.path, path);
    if (length === undefined || (match.method !== undefined && match.method !== method)) continue;
    const rank = length * 2 + (match.method === undefined ? 0 : 1);
    if (rank > best.rank) best = { rank, peers };
  }
  return best.peers;
}

/** Who is granted it, whatever the others are. */
function granted(grants: readonly RequestGrant[], path: string, method: string): readonly string[] {
  const peers = grants.flatMap(({ peer, paths, methods }) => {
    const parsed = (paths ?? ['/*']).map((text) =>
      text.endsWith('/*') ? { prefix: text.slice(0, -2) } : { exact: text },
    );
    const fits = parsed.some((own) => matchLength(own, path) !== undefined);
    return fits && (methods === undefined || methods.some((own) => own === method)) ? [peer] : [];
  });
  return [...new Set(peers)].sort();
}

describe('routeGrants', () => {
  test('admits on a narrower path also the callers of the wider path, and names it first', () => {
    expect(routeGrants([grant('a', ['/v1/*']), grant('b', ['/v1/tools'])])).toEqual([
      { path: { exact: '/v1/tools' }, method: undefined, peers: ['a', 'b'] },
      { path: { prefix: '/v1' }, method: undefined, peers: ['a'] },
    ]);
  });

  test('names each stated path, even if a wider path admits the same peers', () => {
    const stated = (grants: readonly RequestGrant[]) => routeGrants(grants).map(({ path }) => path);
    expect(stated([grant('a'), grant('a', ['/v1'])])).toEqual([{ exact: '/v1' }, { prefix: '' }]);
    expect(stated([grant('a'), grant('b', ['/v1'])])).toEqual([{ exact: '/v1' }, { prefix: '' }]);
  });

  test('keeps methods apart, the named before every one', () => {
    expect(routeGrants([grant('a', ['/x'], ['POST', 'GET']), grant('b', ['/x'])])).toEqual([
      { path: { exact: '/x' }, method: 'GET', peers: ['a', 'b'] },
      { path: { exact: '/x' }, method: 'POST', peers: ['a', 'b'] },
      { path: { exact: '/x' }, method: undefined, peers: ['b'] },
    ]);
  });

  test('names a method of the paths around where a path is granted for every method', () => {
    expect(routeGrants([grant('a', ['/v1/*'], ['GET']), grant('b', ['/v1/tools'])])).toEqual([
      { path: { exact: '/v1/tools' }, method: 'GET', peers: ['a', 'b'] },
      { path: { exact: '/v1/tools' }, method: undefined, peers: ['b'] },
      { path: { prefix: '/v1' }, method: 'GET', peers: ['a'] },
    ]);
  });

  test('has the same matches in any order of the callers', () => {
    const matches = (peers: readonly string[]) =>
      routeGrants(peers.map((peer, index) => grant(peer, index === 0 ? ['/a/*', '/b'] : ['/b', '/a/*'], ['GET']))).map(
        ({ path, method }) => ({ path, method }),
      );
    expect(matches(['a', 'b', 'c'])).toEqual(matches(['d']));
  });

  test('admits to every request the peers that its grants admit, as the proxy matches', () => {
    const path = fc.constantFrom('/*', '/a', '/a/*', '/a/b', '/a/b/*', '/a/b/c', '/ab', '/b/*', '/b/c');
    const grants = fc.array(
      fc.record({
        peer: fc.constantFrom('p', 'q', 'r'),
        paths: fc.option(fc.array(path, { minLength: 1, maxLength: 3 }), { nil: undefined }),
        methods: fc.option(fc.subarray([...METHODS].slice(0, 3), { minLength: 1 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    const request = fc.constantFrom('/', '/a', '/a/', '/ab', '/a/b', '/a/b/c', '/a/b/c/d', '/b', '/b/c', '/c');
    fc.assert(
      fc.property(grants, request, fc.constantFrom(...METHODS), (all, requested, method) => {
        fc.pre(ambiguousPaths(all).length === 0);
        expect(admitted(all, requested, method)).toEqual(granted(all, requested, method));
      }),
    );
  });
});

describe('ambiguousPaths', () => {
  test('finds a path that is granted by itself and as the beginning of others, to different peers', () => {
    expect(ambiguousPaths([grant('a', ['/v1']), grant('b', ['/v1/*'])])).toEqual(['/v1']);
    expect(ambiguousPaths([grant('a', ['/']), grant('b')])).toEqual(['/']);
  });

  test('finds none if both admit the same peers', () => {
    expect(ambiguousPaths([grant('a', ['/v1', '/v1/*']), grant('b', ['/v2'])])).toEqual([]);
  });
});
