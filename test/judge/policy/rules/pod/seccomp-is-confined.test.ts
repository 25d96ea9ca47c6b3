import rule from '../../../../../lib/judge/policy/rules/pod/seccomp-is-confined.js';
import { cronJob, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts the safe value': pod(
      '{ containers: [{ name: a, securityContext: { seccompProfile: { type: Localhost } } }] }',
    ),
    'accepts a pod without containers': pod('{}'),
    'accepts a container that says nothing': pod('{ containers: [{ name: a }] }'),
  },
  fails: {
    'for the second of two containers': [
      pod(
        '{ containers: [{ name: a, securityContext: { seccompProfile: { type: Localhost } } }, { name: a, securityContext: { seccompProfile: { type: Unconfined } } }] }',
      ),
      { path: 'spec.containers[1].securityContext.seccompProfile.type', got: 'Unconfined', object: 'Pod apps/web' },
    ],
    'for init and ephemeral containers, native sidecars included': [
      pod(
        '{ initContainers: [{ name: a, restartPolicy: Always, securityContext: { seccompProfile: { type: Unconfined } } }], ephemeralContainers: [{ name: a, securityContext: { seccompProfile: { type: Unconfined } } }] }',
      ),
      { path: 'spec.ephemeralContainers[0].securityContext.seccompProfile.type' },
      { path: 'spec.initContainers[0].securityContext.seccompProfile.type' },
    ],
    'in the template of a CronJob': [
      cronJob('{ containers: [{ name: a, securityContext: { seccompProfile: { type: Unconfined } } }] }'),
      {
        path: 'spec.jobTemplate.spec.template.spec.containers[0].securityContext.seccompProfile.type',
        object: 'CronJob apps/web',
      },
    ],
    'for the whole pod': [
      pod('{ securityContext: { seccompProfile: { type: Unconfined } } }'),
      { path: 'spec.securityContext.seccompProfile.type', got: 'Unconfined' },
    ],
  },
});
