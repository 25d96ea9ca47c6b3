import { fieldRule } from '../../declared/field-rule.js';

export default fieldRule({
  id: 'rbac/rules-name-what-they-grant',
  severity: 'error',
  summary: 'No role grants a wildcard.',
  rationale: 'A wildcard also grants what is installed later.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  appliesTo: ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole'],
  of: 'object',
  states: ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'].map((list) => ({
    field: `rules[*].${list}[*]`,
    must: { notMatch: '(?:^|/)\\*$' },
    expected: 'names',
    fix: 'List what the program uses.',
  })),
  passes: example('configmaps'),
  fails: example("'*'"),
});

function example(resource: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: apps }
rules:
  - { apiGroups: [''], resources: [${resource}], verbs: [get] }
`;
}
