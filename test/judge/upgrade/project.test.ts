import { describe, expect, test } from 'vitest';
import { oldestLine, readRelease, releaseLines } from '../../../lib/judge/upgrade/project.js';

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
