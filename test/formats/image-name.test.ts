import { expect, test } from 'vitest';
import { isDigest, isRepository, isTag, parseImageName } from '../../lib/formats/image-name.js';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

test.each([
  ['registry.example:5000/linkerd/controller', { repository: 'registry.example:5000/linkerd/controller' }],
  ['registry.example:5000/nats:2.14.2', { repository: 'registry.example:5000/nats', tag: '2.14.2' }],
  [`nats:2.14.2@${DIGEST}`, { repository: 'nats', tag: '2.14.2', digest: DIGEST }],
  [`nats@${DIGEST}`, { repository: 'nats', digest: DIGEST }],
  ['', { repository: '' }],
])('%s has its parts', (text, parts) => {
  expect(parseImageName(text)).toEqual({ tag: undefined, digest: undefined, ...parts });
});

test.each(['nats', 'natsio/nats-box', 'Registry.example:5000/a/b', 'a__b', 'a--b/c.d', 'localhost:5000/a'])(
  '%s is a repository',
  (text) => expect(isRepository(text)).toBe(true),
);

test.each(['', 'nats:2.14', 'NATS', 'a//b', '-a', 'a-', 'a..b', 'http://a/b', `nats@${DIGEST}`])(
  '%j is no repository',
  (text) => expect(isRepository(text)).toBe(false),
);

test('tags and digests have their own syntax', () => {
  expect(['1.4.2', '_x', 'latest'].every(isTag)).toBe(true);
  expect(['', '.1', '-1', 'a/b', 'a'.repeat(129)].some(isTag)).toBe(false);
  expect(isDigest(DIGEST)).toBe(true);
  expect([`${DIGEST}0`, DIGEST.toUpperCase(), 'sha512:00'].some(isDigest)).toBe(false);
});
