import rule from '../../../../../lib/judge/policy/rules/pod/host-process-is-off.js';
import { cronJob, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts the safe value': pod(
      '{ containers: [{ name: a, securityContext: { windowsOptions: { hostProcess: false } } }] }',
    ),
    'accepts a pod without containers': pod('{}'),
    'accepts a container that says nothing': pod('{ containers: [{ name: a }] }'),
  },
  fails: {
    'for the second of two containers': [
      pod(
        '{ containers: [{ name: a, securityContext: { windowsOptions: { hostProcess: false } } }, { name: a, securityContext: { windowsOptions: { hostProcess: true } } }] }',
      ),
      { path: 'spec.containers[1].securityContext.windowsOptions.hostProcess', got: 'true', object: 'Pod apps/web' },
    ],
    'for init and ephemeral containers, native sidecars included': [
      pod(
        '{ initContainers: [{ name: a, restartPolicy: Always, securityContext: { windowsOptions: { hostProcess: true } } }], ephemeralContainers: [{ name: a, securityContext: { windowsOptions: { hostProcess: true } } }] }',
      ),
      { path: 'spec.ephemeralContainers[0].securityContext.windowsOptions.hostProcess' },
      { path: 'spec.initContainers[0].securityContext.windowsOptions.hostProcess' },
    ],
    'in the template of a CronJob': [
      cronJob('{ containers: [{ name: a, securityContext: { windowsOptions: { hostProcess: true } } }] }'),
      {
        path: 'spec.jobTemplate.spec.template.spec.containers[0].securityContext.windowsOptions.hostProcess',
        object: 'CronJob apps/web',
      },
    ],
    'for the whole pod': [
      pod('{ securityContext: { windowsOptions: { hostProcess: true } } }'),
      { path: 'spec.securityContext.windowsOptions.hostProcess', got: 'true' },
    ],
  },
});
