import { stringAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'rbac/cluster-admin-is-not-bound',
  severity: 'error',
  scope: 'object',
  summary: 'Nothing binds the role cluster-admin.',
  rationale: 'Whoever takes over one pod of that account has the whole cluster.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  appliesTo: ['rbac.authorization.k8s.io/ClusterRoleBinding', 'rbac.authorization.k8s.io/RoleBinding'],
  passes: `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: web }
subjects: [{ kind: ServiceAccount, name: web, namespace: apps }]
`,
  fails: `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: web, namespace: apps }]
`,
  *check(resource) {
    const { object } = resource;
    if (
      stringAt(object, 'roleRef', 'kind') !== 'ClusterRole' ||
      stringAt(object, 'roleRef', 'name') !== 'cluster-admin'
    )
      return;
    yield {
      path: 'roleRef.name',
      got: 'cluster-admin',
      expected: 'a role with the rights that are used',
      fix: 'Write a role for the subjects of this binding.',
    };
  },
});
