import rule from '../../../../../lib/judge/policy/rules/rbac/anonymous-users-are-not-bound.js';
import { object } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const binding = (role: string, ...subjects: readonly string[]) =>
  object(
    'rbac.authorization.k8s.io/v1',
    'ClusterRoleBinding',
    `roleRef: { kind: ClusterRole, name: '${role}' }\nsubjects: [${subjects.map((bound) => `{ ${bound} }`).join(', ')}]`,
  );

ruleTester(rule, {
  passes: {
    'accepts what Kubernetes gives to everybody': binding(
      'system:discovery',
      "kind: Group, name: 'system:authenticated'",
    ),
    'accepts people': binding('view', 'kind: Group, name: default', 'kind: User, name: ann'),
  },
  fails: {
    'of any kind': [
      binding(
        'edit',
        "kind: User, name: 'system:anonymous'",
        "kind: Group, name: 'system:unauthenticated'",
        "kind: Group, name: 'system:serviceaccounts'",
        "kind: Group, name: 'system:serviceaccounts:apps'",
        "kind: Group, name: 'system:masters'",
        'kind: ServiceAccount, name: web, namespace: apps',
        'kind: ServiceAccount, name: default, namespace: apps',
      ),
      { path: 'subjects[0].name', got: 'system:anonymous' },
      { path: 'subjects[1].name' },
      { path: 'subjects[2].name' },
      { path: 'subjects[3].name', got: 'system:serviceaccounts:apps' },
      { path: 'subjects[4].name' },
      { path: 'subjects[6].name', got: 'default' },
    ],
  },
});
