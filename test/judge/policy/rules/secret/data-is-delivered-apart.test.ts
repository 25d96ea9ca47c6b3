import { expect, test } from 'vitest';
import { evaluateCluster } from '../../../../../lib/judge/policy/engine.js';
import rule from '../../../../../lib/judge/policy/rules/secret/data-is-delivered-apart.js';
import { parseManifests } from '../../../../../lib/manifest/load.js';
import { STDIN } from '../../../../../lib/manifest/resource.js';
import { live, object } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts empty data': object('v1', 'Secret', 'data: {}'),
  },
  fails: {
    'for data and stringData, without the values': [
      object('v1', 'Secret', 'data: { b: eHl6, a: eHl6 }\nstringData: { c: xyz }'),
      { path: 'data', got: '2 entries (a, b)' },
      { path: 'stringData', got: '1 entries (c)' },
    ],
  },
});

test('ignores a Secret that comes straight from an API server, since no file has it', () => {
  const secret = object('v1', 'Secret', 'data: { a: eHl6 }');
  const findingsIn = (file: string, text: string) =>
    evaluateCluster([rule], { name: 'hub', resources: parseManifests(text, file).resources }).findings.length;
  expect(findingsIn(STDIN, live(secret))).toBe(0);
  expect(findingsIn('dump.yaml', live(secret))).toBe(1);
  expect(findingsIn(STDIN, secret)).toBe(1);
});
