import rule from '../../../../../lib/judge/policy/rules/rbac/cluster-admin-is-not-bound.js';
import { object } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a Role of that name': object(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      'roleRef: { kind: Role, name: cluster-admin }',
    ),
  },
  fails: {
    'for a RoleBinding too': [
      object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'roleRef: { kind: ClusterRole, name: cluster-admin }'),
      { path: 'roleRef.name', got: 'cluster-admin' },
    ],
  },
});
