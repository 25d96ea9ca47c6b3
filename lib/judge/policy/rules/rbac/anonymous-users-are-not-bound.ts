import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

const example = (subject: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: apps }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ ${subject} }]
`;
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
    'Whoever reaches the API server, or takes over any pod, has the role; and nobody can tell who needs it when it is to be taken away.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  appliesTo: ['rbac.authorization.k8s.io/ClusterRoleBinding', 'rbac.authorization.k8s.io/RoleBinding'],
  passes: example('kind: ServiceAccount, name: web, namespace: apps'),
  fails: example('kind: Group, name: system:authenticated, apiGroup: rbac.authorization.k8s.io'),
  *check({ object }) {
    if (PUBLIC.includes(stringAt(object, 'roleRef', 'name') ?? '')) return;
    for (const [index, bound] of listAt(object, 'subjects').entries()) {
      const kind = stringAt(bound, 'kind');
      const name = stringAt(bound, 'name') ?? '';
      if (kind === 'ServiceAccount' ? name !== 'default' : !EVERYBODY.test(name)) continue;
      yield {
        path: at('subjects', index, 'name'),
        got: name,
        expected: 'a ServiceAccount that was made for one workload, or a group of people',
        fix: 'Name who needs the role.',
      };
    }
  },
});
