import rule from '../../../../../lib/judge/policy/rules/istio/paths-are-normalized.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access, meshConfig } from '../../../model/istio/security-objects.js';

const denial = access('action: DENY, rules: [{ to: [{ operation: { paths: [/admin] } }] }]');

ruleTester(rule, {
  passes: {
    'accepts a mesh that merges slashes':
      denial + meshConfig('{ pathNormalization: { normalization: MERGE_SLASHES } }'),
    'accepts paths that are allowed': access('rules: [{ to: [{ operation: { paths: [/public] } }] }]'),
  },
  fails: {
    'where nothing is known of the mesh': [
      denial,
      {
        path: 'spec.rules[0].to[0].operation.paths',
        got: 'DENY by paths /admin, with path normalization BASE, which no file sets',
      },
    ],
    'where the mesh leaves slashes': [
      denial + meshConfig('{ pathNormalization: { normalization: NONE } }'),
      { got: 'DENY by paths /admin, with path normalization NONE' },
    ],
    'for all paths that are not some': [
      access('rules: [{ to: [{ operation: { notPaths: [/admin] } }] }]'),
      { path: 'spec.rules[0].to[0].operation.notPaths' },
    ],
  },
});
