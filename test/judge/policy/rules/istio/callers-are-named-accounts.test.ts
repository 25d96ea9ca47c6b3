import rule from '../../../../../lib/judge/policy/rules/istio/callers-are-named-accounts.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { access } from '../../../model/istio/security-objects.js';

ruleTester(rule, {
  ignores: {
    denials: access('action: DENY, rules: [{ from: [{ source: { namespaces: [b] } }] }]'),
  },
  passes: {
    'accepts a namespace beside principals': access(
      'rules: [{ from: [{ source: { principals: [a/ns/b/sa/c], namespaces: [b] } }] }]',
    ),
    'accepts accounts': access('rules: [{ from: [{ source: { serviceAccounts: [b/c] } }] }]'),
  },
  fails: {
    'for a pattern': [
      access('rules: [{ from: [{ source: { principals: [a/ns/b/sa/c, "a/ns/b/*"] } }] }]'),
      { path: 'spec.rules[0].from[0].source.principals[1]', got: 'every identity that matches a/ns/b/*' },
    ],
    'for a namespace': [
      access('rules: [{ from: [{ source: { namespaces: [edge] } }] }]'),
      { path: 'spec.rules[0].from[0].source.namespaces', got: 'every account of namespace edge' },
    ],
    'for a trust domain': [
      access('rules: [{ from: [{ source: { trustDomains: [cluster.local] } }] }]'),
      { got: 'every account of trust domain cluster.local' },
    ],
  },
});
