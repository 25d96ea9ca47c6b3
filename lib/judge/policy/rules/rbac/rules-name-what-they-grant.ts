import { at } from '../../../../manifest/field-path.js';
import { listAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'rbac/rules-name-what-they-grant',
  severity: 'error',
  scope: 'object',
  summary: 'No role grants a wildcard.',
  rationale: 'A wildcard also grants what is installed later.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  appliesTo: ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole'],
  passes: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: apps }
rules:
  - { apiGroups: [''], resources: [configmaps], verbs: [get] }
`,
  fails: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: apps }
rules:
  - { apiGroups: [''], resources: ['*'], verbs: [get] }
`,
  *check(resource) {
    for (const [index, rule] of listAt(resource.object, 'rules').entries()) {
      for (const field of ['apiGroups', 'resources', 'verbs', 'nonResourceURLs']) {
        for (const [position, value] of listAt(rule, field).entries()) {
          if (typeof value !== 'string' || !/(?:^|\/)\*$/.test(value)) continue;
          yield {
            path: at('rules', index, field, position),
            got: value,
            expected: 'names',
            fix: 'List what the program uses.',
          };
        }
      }
    }
  },
});
