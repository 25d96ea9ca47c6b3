import rule from '../../../../../lib/judge/policy/rules/pod/privilege-escalation-is-off.js';
import { cronJob, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a pod without containers': pod('{}'),
    'Windows pods': pod('{ os: { name: windows }, containers: [{ name: a }] }'),
  },
  passes: {
    'accepts the safe value': pod(
      '{ containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false } }] }',
    ),
  },
  fails: {
    'for the second of two containers': [
      pod(
        '{ containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false } }, { name: a, securityContext: { allowPrivilegeEscalation: true } }] }',
      ),
      { path: 'spec.containers[1].securityContext.allowPrivilegeEscalation', got: 'true', object: 'Pod apps/web' },
    ],
    'for init and ephemeral containers, native sidecars included': [
      pod(
        '{ initContainers: [{ name: a, restartPolicy: Always, securityContext: { allowPrivilegeEscalation: true } }], ephemeralContainers: [{ name: a, securityContext: { allowPrivilegeEscalation: true } }] }',
      ),
      { path: 'spec.ephemeralContainers[0].securityContext.allowPrivilegeEscalation' },
      { path: 'spec.initContainers[0].securityContext.allowPrivilegeEscalation' },
    ],
    'in the template of a CronJob': [
      cronJob('{ containers: [{ name: a, securityContext: { allowPrivilegeEscalation: true } }] }'),
      {
        path: 'spec.jobTemplate.spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation',
        object: 'CronJob apps/web',
      },
    ],
    'where nothing is said': [
      pod('{ containers: [{ name: a }, { name: b, securityContext: {} }] }'),
      { path: 'spec.containers[0].securityContext.allowPrivilegeEscalation', got: 'nothing' },
      { path: 'spec.containers[1].securityContext.allowPrivilegeEscalation', got: 'nothing' },
    ],
    'for a pod that names Linux': [
      pod('{ os: { name: linux }, containers: [{ name: a }] }'),
      { path: 'spec.containers[0].securityContext.allowPrivilegeEscalation' },
    ],
  },
});
