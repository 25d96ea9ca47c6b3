import rule from '../../../../../lib/judge/policy/rules/pod/service-account-exists.js';
import { documents, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'default, which every namespace has': documents(
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: apps }',
      pod('{}'),
    ),
  },
  notJudged: {
    'an account whose Namespace is not known': [
      pod('{ serviceAccountName: web }'),
      'Namespace apps is not among the files',
    ],
  },
  fails: {
    'where only another namespace has the account': [
      documents(
        'apiVersion: v1\nkind: Namespace\nmetadata: { name: apps }',
        pod('{ serviceAccountName: web }'),
        'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web, namespace: other }',
      ),
      { path: 'spec.serviceAccountName', got: 'web', expected: 'a ServiceAccount of namespace apps' },
    ],
  },
});
