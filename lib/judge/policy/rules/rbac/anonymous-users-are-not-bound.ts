import { Field } from '../../../../manifest/field.js';
import { defineRule } from '../../rule.js';

/** Roles that Kubernetes itself binds to everybody. */
const PUBLIC = [
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
];
const EVERYBODY = /^system:(?:anonymous|authenticated|unauthenticated|masters|serviceaccounts(?::.+)?)$/;

export default defineRule({
  id: 'rbac/anonymous-users-are-not-bound',
  severity: 'error',
  scope: 'object',
  summary:
    'No binding gives a role to everybody, to all accounts of a namespace, or to the account that pods have by default.',
  rationale:
    'Anyone who reaches the API server, or takes over any pod, has the role; and nobody knows who still needs it.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  appliesTo: ['rbac.authorization.k8s.io/ClusterRoleBinding', 'rbac.authorization.k8s.io/RoleBinding'],
  *check(resource) {
    const binding = Field.of(resource);
    if (PUBLIC.includes(binding.at('roleRef', 'name').text ?? '')) return;
    for (const subject of binding.at('subjects').items) {
      const name = subject.at('name');
      const isAccount = subject.at('kind').text === 'ServiceAccount';
      if (isAccount ? name.text !== 'default' : !EVERYBODY.test(name.text ?? '')) continue;
      yield name.violation({
        expected: 'a ServiceAccount of one workload, or a group of people',
        fix: 'Name who needs the role.',
      });
    }
  },
  passes: example('kind: ServiceAccount, name: web, namespace: apps'),
  fails: example('kind: Group, name: system:authenticated, apiGroup: rbac.authorization.k8s.io'),
});

function example(subject: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: apps }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ ${subject} }]
`;
}
