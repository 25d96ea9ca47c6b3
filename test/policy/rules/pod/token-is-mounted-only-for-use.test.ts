import rule from '../../../../lib/policy/rules/pod/token-is-mounted-only-for-use.js';
import { documents, object, pod } from '../../../support/manifests.js';
import { ruleTester } from '../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'takes the word of the ServiceAccount': documents(
      pod('{ serviceAccountName: web }'),
      object('v1', 'ServiceAccount', 'automountServiceAccountToken: false'),
    ),
    'accepts an account that a role is bound to': documents(
      pod('{ serviceAccountName: web }'),
      object(
        'rbac.authorization.k8s.io/v1',
        'RoleBinding',
        'subjects: [{ kind: User, name: web }, { kind: ServiceAccount, name: web }]',
      ),
    ),
  },
  fails: {
    'where the pod overrules the ServiceAccount': [
      documents(
        pod('{ serviceAccountName: web, automountServiceAccountToken: true }'),
        object('v1', 'ServiceAccount', 'automountServiceAccountToken: false'),
      ),
      { path: 'spec.automountServiceAccountToken', got: 'true' },
    ],
    'where the role is bound to the namesake of another namespace': [
      documents(
        pod('{ serviceAccountName: web }'),
        object(
          'rbac.authorization.k8s.io/v1',
          'RoleBinding',
          'subjects: [{ kind: User, name: web }, { kind: ServiceAccount, name: web, namespace: other }]',
        ),
      ),
      { path: 'spec.automountServiceAccountToken', got: 'nothing' },
    ],
    'where the role is bound to another account': [
      documents(
        pod('{ serviceAccountName: api }'),
        object(
          'rbac.authorization.k8s.io/v1',
          'RoleBinding',
          'subjects: [{ kind: User, name: web }, { kind: ServiceAccount, name: web }]',
        ),
      ),
      { path: 'spec.automountServiceAccountToken' },
    ],
  },
});
