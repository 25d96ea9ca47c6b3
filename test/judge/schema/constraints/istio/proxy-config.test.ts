import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('proxy configs', () => {
  const findings = findingsOnSpec('networking.istio.io/v1beta1', 'ProxyConfig');

  test.each([
    [
      'selector: { matchLabels: { a: "*" } }',
      [
        'value-not-allowed spec.selector.matchLabels.a: "*" -> a label without *, because selectors have no wildcards | Name one label and one value.',
      ],
    ],
    ['concurrency: -1', ['value-not-allowed spec.concurrency: -1 -> at least 0 | Use at least 0.']],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([['selector: { matchLabels: { a: b } }, concurrency: 0, environmentVariables: { A: b }']])(
    'accepts %s',
    async (spec) => expect(await findings(spec)).toEqual([]),
  );
});
