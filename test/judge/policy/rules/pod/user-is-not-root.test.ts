import rule from '../../../../../lib/judge/policy/rules/pod/user-is-not-root.js';
import { cronJob, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts the safe value': pod('{ containers: [{ name: a, securityContext: { runAsUser: 1 } }] }'),
    'accepts a pod without containers': pod('{}'),
    'accepts a container that says nothing': pod('{ containers: [{ name: a }] }'),
  },
  fails: {
    'for the second of two containers': [
      pod(
        '{ containers: [{ name: a, securityContext: { runAsUser: 1 } }, { name: a, securityContext: { runAsUser: 0 } }] }',
      ),
      { path: 'spec.containers[1].securityContext.runAsUser', got: '0', object: 'Pod apps/web' },
    ],
    'for init and ephemeral containers, native sidecars included': [
      pod(
        '{ initContainers: [{ name: a, restartPolicy: Always, securityContext: { runAsUser: 0 } }], ephemeralContainers: [{ name: a, securityContext: { runAsUser: 0 } }] }',
      ),
      { path: 'spec.ephemeralContainers[0].securityContext.runAsUser' },
      { path: 'spec.initContainers[0].securityContext.runAsUser' },
    ],
    'in the template of a CronJob': [
      cronJob('{ containers: [{ name: a, securityContext: { runAsUser: 0 } }] }'),
      {
        path: 'spec.jobTemplate.spec.template.spec.containers[0].securityContext.runAsUser',
        object: 'CronJob apps/web',
      },
    ],
    'for the whole pod': [
      pod('{ securityContext: { runAsUser: 0 } }'),
      { path: 'spec.securityContext.runAsUser', got: '0' },
    ],
  },
});
