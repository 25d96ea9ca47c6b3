import { expect, test } from 'vitest';
import { evaluateCluster } from '../../../../../lib/judge/policy/engine.js';
import rule from '../../../../../lib/judge/policy/rules/secret/manifests-hold-no-key.js';
import { parseManifests } from '../../../../../lib/manifest/load.js';
import { STDIN } from '../../../../../lib/manifest/resource.js';
import { live, object } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

// Made of a repeated letter, so that no scanner takes it for a real one.
const seed = `SU${'A'.repeat(56)}`;
const token = (header: object) =>
  [header, { sub: 'a' }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
    .concat('.sig');

ruleTester(rule, {
  passes: {
    'accepts public nkeys, certificates and text that only resembles a seed': object(
      'v1',
      'ConfigMap',
      `data: { a: U${'A'.repeat(55)}, b: '-----BEGIN PUBLIC KEY-----', c: ${seed}A }`,
    ),
    'accepts a JWT of NATS, which gives no access without its seed': object(
      'v1',
      'ConfigMap',
      `data: { a: ${token({ typ: 'JWT', alg: 'ed25519-nkey' })} }`,
    ),
  },
  fails: {
    'for a key, a seed and a token wherever they stand, without showing them': [
      object(
        'example.org/v1',
        'Thing',
        `spec: { a: [x, 'nkey=${seed}'], b.c: '-----BEGIN RSA PRIVATE KEY-----', d: ${token({ alg: 'RS256' })} }`,
      ),
      { path: 'spec.a[1]', got: 'an nkey seed in 63 characters' },
      { path: 'spec.d', got: expect.stringMatching(/^a JSON Web Token in \d+ characters$/) },
      { path: 'spec["b.c"]', got: 'a private key in 31 characters' },
    ],
  },
});

test('ignores a Secret that comes straight from an API server, since no file has it', () => {
  const secret = object('v1', 'Secret', "stringData: { a: '-----BEGIN PRIVATE KEY-----' }");
  const findingsIn = (file: string, text: string) =>
    evaluateCluster([rule], { name: 'hub', resources: parseManifests(text, file).resources }).findings.length;
  expect(findingsIn(STDIN, live(secret))).toBe(0);
  expect(findingsIn('dump.yaml', live(secret))).toBe(1);
  expect(findingsIn(STDIN, secret)).toBe(1);
  expect(findingsIn(STDIN, live(secret.replace('kind: Secret', 'kind: ConfigMap')))).toBe(1);
});
