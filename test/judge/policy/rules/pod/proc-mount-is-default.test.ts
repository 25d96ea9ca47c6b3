import rule from '../../../../../lib/judge/policy/rules/pod/proc-mount-is-default.js';
import { cronJob, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a pod without containers': pod('{}'),
  },
  passes: {
    'accepts the safe value': pod('{ containers: [{ name: a, securityContext: { procMount: Default } }] }'),
    'accepts a container that says nothing': pod('{ containers: [{ name: a }] }'),
  },
  fails: {
    'for the second of two containers': [
      pod(
        '{ containers: [{ name: a, securityContext: { procMount: Default } }, { name: a, securityContext: { procMount: Unmasked } }] }',
      ),
      { path: 'spec.containers[1].securityContext.procMount', got: 'Unmasked', object: 'Pod apps/web' },
    ],
    'for init and ephemeral containers, native sidecars included': [
      pod(
        '{ initContainers: [{ name: a, restartPolicy: Always, securityContext: { procMount: Unmasked } }], ephemeralContainers: [{ name: a, securityContext: { procMount: Unmasked } }] }',
      ),
      { path: 'spec.ephemeralContainers[0].securityContext.procMount' },
      { path: 'spec.initContainers[0].securityContext.procMount' },
    ],
    'in the template of a CronJob': [
      cronJob('{ containers: [{ name: a, securityContext: { procMount: Unmasked } }] }'),
      {
        path: 'spec.jobTemplate.spec.template.spec.containers[0].securityContext.procMount',
        object: 'CronJob apps/web',
      },
    ],
  },
});
