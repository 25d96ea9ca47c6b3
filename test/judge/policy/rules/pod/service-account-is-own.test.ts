import rule from '../../../../../lib/judge/policy/rules/pod/service-account-is-own.js';
import { pod, workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts the older field name': pod('{ serviceAccount: web }'),
  },
  fails: {
    'if the name is empty, which means default': [
      pod("{ serviceAccountName: '' }"),
      { path: 'spec.serviceAccountName', got: 'default' },
    ],
    'where default is named': [
      workload('StatefulSet', '{ serviceAccountName: default }'),
      { path: 'spec.template.spec.serviceAccountName', got: 'default' },
    ],
  },
});
