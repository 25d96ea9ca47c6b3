import rule from '../../../../../lib/judge/policy/rules/trust/keystores-hold-no-password.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate } from '../../../model/trust/objects.js';

ruleTester(rule, {
  fails: {
    'of either kind, which is not repeated': [
      certificate('web', 'keystores: { pkcs12: { password: secret }, jks: { password: longer-secret } }'),
      { path: 'spec.keystores.jks.password', got: 'a literal of 13 characters', expected: 'passwordSecretRef' },
      { path: 'spec.keystores.pkcs12.password', got: 'a literal of 6 characters' },
    ],
  },
});
