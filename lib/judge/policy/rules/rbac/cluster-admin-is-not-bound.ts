import { fieldRule } from '../../declared/field-rule.js';

export default fieldRule({
  id: 'rbac/cluster-admin-is-not-bound',
  severity: 'error',
  summary: 'Nothing binds the role cluster-admin.',
  rationale: 'Anyone who takes over one pod of that account has the whole cluster.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  appliesTo: ['rbac.authorization.k8s.io/ClusterRoleBinding', 'rbac.authorization.k8s.io/RoleBinding'],
  of: 'object',
  unless: ({ field }) => field.at('roleRef', 'kind').text !== 'ClusterRole',
  states: {
    field: 'roleRef.name',
    must: { notEqual: 'cluster-admin' },
    expected: 'a role with the rights that are used',
    fix: 'Write a role for the subjects of this binding.',
  },
  passes: example('web'),
  fails: example('cluster-admin'),
});

function example(role: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects: [{ kind: ServiceAccount, name: web, namespace: apps }]
`;
}
