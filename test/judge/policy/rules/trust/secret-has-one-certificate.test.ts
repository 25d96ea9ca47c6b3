import rule from '../../../../../lib/judge/policy/rules/trust/secret-has-one-certificate.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { certificate } from '../../../model/trust/objects.js';

ruleTester(rule, {
  passes: { 'accepts one name in two namespaces': certificate('web') + certificate('web', undefined, 'web', 'apps') },
  fails: {
    'and reports the second': [
      certificate('web', undefined, 'tls') + certificate('api', undefined, 'tls'),
      {
        object: 'Certificate linkerd/api',
        path: 'spec.secretName',
        got: 'tls, which Certificate linkerd/web is written to as well',
      },
    ],
  },
});
