import rule from '../../../../../lib/judge/policy/rules/rbac/rules-name-what-they-grant.js';
import { object } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a path below a prefix': object(
      'rbac.authorization.k8s.io/v1',
      'ClusterRole',
      'rules: [{ nonResourceURLs: [/healthz], verbs: [get] }]',
    ),
  },
  fails: {
    'for each list, in the second rule too': [
      object(
        'rbac.authorization.k8s.io/v1',
        'ClusterRole',
        'rules: [{ apiGroups: [apps, "*"], resources: ["pods/*"], verbs: [get, "*"] }, { nonResourceURLs: ["/*"], verbs: [get] }]',
      ),
      { path: 'rules[0].apiGroups[1]', got: '*' },
      { path: 'rules[0].resources[0]', got: 'pods/*' },
      { path: 'rules[0].verbs[1]', got: '*' },
      { path: 'rules[1].nonResourceURLs[0]', got: '/*' },
    ],
  },
});
