import rule from '../../../../../lib/judge/policy/rules/trust/keys-are-rotated.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate } from '../../../model/trust/objects.js';

ruleTester(rule, {
  fails: {
    'where nothing is written': [
      certificate('web', 'privateKey: { algorithm: ECDSA }'),
      { path: 'spec.privateKey.rotationPolicy', got: 'nothing', expected: 'Always' },
    ],
  },
});
