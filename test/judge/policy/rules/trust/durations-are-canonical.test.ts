import rule from '../../../../../lib/judge/policy/rules/trust/durations-are-canonical.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate } from '../../../model/trust/objects.js';

ruleTester(rule, {
  ignores: {
    'what is not a duration, which another rule judges': certificate('web', 'duration: 90d'),
    'what is not written': certificate('web', 'isCA: false'),
  },
  fails: {
    'in both fields': [
      certificate('web', 'duration: 1.5h, renewBefore: 60m'),
      { path: 'spec.duration', got: '1.5h', expected: '1h30m0s' },
      { path: 'spec.renewBefore', got: '60m', expected: '1h0m0s' },
    ],
  },
});
