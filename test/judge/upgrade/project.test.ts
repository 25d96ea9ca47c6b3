import { describe, expect, test } from 'vitest';
import { hasChange, oldestLine, readRelease, releaseLines } from '../../../lib/judge/upgrade/project.js';

describe('a release', () => {
  test.each([
    ['kubernetes', 'v1.33.4', '1.33'],
    ['nats', '2.14.8-alpine', '2.14.8'],
    ['nats', '2.14', '2.14'],
    ['gateway-api', '1.5-experimental', '1.5-experimental'],
    ['istio', '1.31-experimental', '1.31'],
  ] as const)('of %s, %s, is compared as %s', (project, text, release) => {
    expect(readRelease(project, text)).toBe(release);
  });

  test.each([
    ['kubernetes', '1.28'],
    ['nats', '2.13.1'],
    ['istio', 'latest'],
  ] as const)('of %s, %s, is unknown', (project, text) => {
    expect(readRelease(project, text)).toBeUndefined();
  });

  test('may be older than all schemas if changes since then are known, but none is assumed to be', () => {
    expect(releaseLines('cert-manager').slice(0, 2)).toEqual(['1.17', '1.18']);
    expect(oldestLine('cert-manager')).toBe('1.18');
    expect(oldestLine('nats')).toBe('2.12');
  });
});

describe('a change', () => {
  test.each([
    ['1.30', ['1.31'], false],
    ['1.31', ['1.31'], true],
    ['1.32', ['1.31'], true],
    ['2.14.7', ['2.14.8', '2.15.1'], false],
    ['2.14.8', ['2.14.8', '2.15.1'], true],
    ['2.15.0', ['2.14.8', '2.15.1'], false],
    ['2.15.1', ['2.14.8', '2.15.1'], true],
    ['2.16.0', ['2.14.8', '2.15.1'], true],
    ['2.12.15', ['2.14.8', '2.15.1'], false],
    ['2.14', ['2.14.8', '2.15.1'], undefined],
    ['1.6-experimental', ['1.5'], true],
  ])('%s has what came with %j: %s', (release, firsts, expected) => {
    expect(hasChange(release, firsts)).toBe(expected);
  });
});
