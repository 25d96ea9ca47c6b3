import { expect } from 'vitest';
import rule from '../../../../lib/policy/rules/istio/rate-limits-take-effect.js';
import { ruleTester } from '../../../support/rule-tester.js';

const good = String(rule.passes);
const config = 'spec.configPatches[0].patch.value.typed_config.value';

ruleTester(rule, {
  passes: {
    'accepts the empty frame of limits for routes': String(rule.fails).replace(/token_bucket: .*/, ''),
    'accepts settings without a wrapper, and other spellings': good
      .replace(
        /"@type": .*/,
        '"@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
      )
      .replace(/type_url: .*\n\s*value:/, 'a:')
      .replace('a:\n', 'statPrefix: a\n')
      .replace(/^ {14}/gm, '            ')
      .replaceAll('filter_e', 'filterE')
      .replaceAll('default_value', 'defaultValue'),
  },
  fails: {
    'without both shares': [
      String(rule.fails),
      {
        path: `${config}.filter_enabled`,
        got: 'nothing, which is 0%',
        fix: expect.stringContaining('no request is counted'),
      },
      { path: `${config}.filter_enforced`, fix: expect.stringContaining('none is refused') },
    ],
    'with a share of 0': [
      good.replace(/(filter_enforced.*)numerator: 100/, '$1numerator: 0'),
      { path: `${config}.filter_enforced`, got: '0%' },
    ],
  },
});
