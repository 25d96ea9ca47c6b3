import rule from '../../../../../lib/judge/policy/rules/istio/policies-are-enforced.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access } from '../../../model/istio/security-objects.js';

ruleTester(rule, {
  passes: {
    'accepts a value that istiod cannot read, and enforces': access(
      '',
      'web',
      'apps',
      '',
      '{ istio.io/dry-run: "yes" }',
    ),
  },
  fails: {
    'for true in any spelling that istiod reads': [
      access('', 'web', 'apps', '', '{ istio.io/dry-run: "T" }'),
      { path: 'metadata.annotations["istio.io/dry-run"]', expected: 'no such annotation' },
    ],
  },
});
