import { everyField } from '../../about.js';
import { defineRule } from '../../rule.js';

const FIELDS = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'];

export default defineRule({
  id: 'rbac/rules-name-what-they-grant',
  severity: 'error',
  scope: 'object',
  summary: 'No role grants a wildcard.',
  rationale: 'A wildcard also grants what is installed later.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  appliesTo: ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole'],
  about: everyField('rules[*]'),
  *check(rule) {
    for (const granted of FIELDS.flatMap((name) => rule.at(name).items)) {
      if (!/(?:^|\/)\*$/.test(granted.text ?? '')) continue;
      yield granted.violation({ expected: 'names', fix: 'List what the program uses.' });
    }
  },
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
