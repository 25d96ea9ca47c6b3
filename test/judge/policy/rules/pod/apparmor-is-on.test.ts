import rule from '../../../../../lib/judge/policy/rules/pod/apparmor-is-on.js';
import { documents, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a loaded profile': pod('{ securityContext: { appArmorProfile: { type: Localhost } } }'),
    'accepts the annotation runtime/default': documents(
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web, annotations: { container.apparmor.security.beta.kubernetes.io/a: runtime/default } }\nspec: {}',
    ),
    'accepts an annotation with a loaded profile': documents(
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web, annotations: { container.apparmor.security.beta.kubernetes.io/a: localhost/web } }\nspec: {}',
    ),
  },
  fails: {
    'for the whole pod and one init container': [
      pod(
        '{ securityContext: { appArmorProfile: { type: Unconfined } }, initContainers: [{ name: a, securityContext: { appArmorProfile: { type: Unconfined } } }] }',
      ),
      { path: 'spec.initContainers[0].securityContext.appArmorProfile.type' },
      { path: 'spec.securityContext.appArmorProfile.type', got: 'Unconfined' },
    ],
    'for the annotation': [
      documents(
        'apiVersion: v1\nkind: Pod\nmetadata: { name: web, annotations: { container.apparmor.security.beta.kubernetes.io/a: unconfined } }\nspec: {}',
      ),
      { path: 'metadata.annotations["container.apparmor.security.beta.kubernetes.io/a"]', got: 'unconfined' },
    ],
  },
});
