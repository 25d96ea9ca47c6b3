import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cookiePattern,
  EVERY_REQUEST,
  httpMatches,
  inBoth,
  type Requests,
  requestsFor,
  requestsThat,
} from '../../../../lib/write/istio/traffic/requests.js';

const cookie = (name: string, value: string) => requestsThat({ kind: 'cookie', name, value });
const header = (name: string, value: string) => requestsThat({ kind: 'header', name, value });

function both(a: Requests, b: Requests) {
  const found = inBoth(a, b);
  return found === undefined ? 'none' : httpMatches(found);
}

describe('httpMatches', () => {
  test.each([
    ['/v1', [{ uri: { exact: '/v1' } }]],
    ['/v1/*', [{ uri: { exact: '/v1' } }, { uri: { prefix: '/v1/' } }]],
    ['/*', []],
  ])('has %s as %j, so that it means no neighbour', (path, expected) => {
    expect(httpMatches(requestsFor(path))).toEqual(expected);
  });

  test('names the port where it is asked to, even of all requests', () => {
    expect(httpMatches(EVERY_REQUEST, 80)).toEqual([{ port: 80 }]);
    expect(httpMatches(EVERY_REQUEST)).toEqual([]);
    expect(httpMatches(header('x-v', '2'), 80)).toEqual([{ port: 80, headers: { 'x-v': { exact: '2' } } }]);
  });
});

describe('inBoth', () => {
  test('keeps the narrower of two paths', () => {
    expect(both(requestsFor('/v1/*'), requestsFor('/v1/a'))).toEqual([{ uri: { exact: '/v1/a' } }]);
    expect(both(requestsFor('/v1/a/*'), requestsFor('/v1/*'))).toEqual(httpMatches(requestsFor('/v1/a/*')));
    expect(both(requestsFor('/v1/*'), requestsFor('/*'))).toEqual(httpMatches(requestsFor('/v1/*')));
    expect(both(requestsFor('/v1/*'), requestsFor('/v1'))).toEqual([{ uri: { exact: '/v1' } }]);
  });

  test.each([
    ['/v1/*', '/v10'],
    ['/a', '/b'],
    ['/a/*', '/b/*'],
  ])('finds nothing in both %s and %s', (a, b) => {
    expect(both(requestsFor(a), requestsFor(b))).toBe('none');
    expect(both(requestsFor(b), requestsFor(a))).toBe('none');
  });

  test('joins headers, unless they contradict each other', () => {
    expect(both(header('a', '1'), header('b', '2'))).toEqual([{ headers: { a: { exact: '1' }, b: { exact: '2' } } }]);
    expect(both(header('a', '1'), header('a', '1'))).toEqual([{ headers: { a: { exact: '1' } } }]);
    expect(both(header('a', '1'), header('a', '2'))).toBe('none');
    expect(both(cookie('a', '1'), cookie('a', '2'))).toBe('none');
  });

  test('looks for two cookies in one header, in either order', () => {
    const found = inBoth(cookie('a', '1'), cookie('b', '2'));
    const pattern = new RegExp(cookiePattern(found?.cookies ?? new Map()));
    for (const text of ['a=1; b=2', 'b=2; a=1', 'x=0; a=1; y=0; b=2; z=0', 'a=1;b=2']) expect(text).toMatch(pattern);
    for (const text of ['a=1', 'b=2', 'a=1; b=3', 'a=1b=2', 'xa=1; b=2']) expect(text).not.toMatch(pattern);
  });
});

describe('cookiePattern', () => {
  const matches = (name: string, value: string, text: string) =>
    new RegExp(cookiePattern(new Map([[name, value]]))).test(text);

  test.each(['v=2', 'a=1; v=2', 'v=2; b=3', 'a=1;v=2;b=3', 'a=1; v=2 ; b=3'])('finds the cookie in %j', (text) => {
    expect(matches('v', '2', text)).toBe(true);
  });

  test.each(['v=20', 'xv=2', 'v=2x', 'a=v=2', 'a=1, v=2', '', 'V=2', 'a=1 v=2'])('finds none in %j', (text) => {
    expect(matches('v', '2', text)).toBe(false);
  });

  test('takes every character for itself', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/);
    const value = fc.stringMatching(/^[^\s",;\\]+$/);
    fc.assert(
      fc.property(name, value, fc.constantFrom('', 'a=1; '), fc.constantFrom('', '; b=2'), (key, text, before, after) =>
        matches(key, text, `${before}${key}=${text}${after}`),
      ),
    );
    expect(matches('v', '1.0', 'v=1x0')).toBe(false);
  });
});
