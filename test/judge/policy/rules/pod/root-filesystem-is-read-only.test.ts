import rule from '../../../../../lib/judge/policy/rules/pod/root-filesystem-is-read-only.js';
import { cronJob, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a pod without containers': pod('{}'),
  },
  passes: {
    'accepts the safe value': pod('{ containers: [{ name: a, securityContext: { readOnlyRootFilesystem: true } }] }'),
  },
  fails: {
    'for the second of two containers': [
      pod(
        '{ containers: [{ name: a, securityContext: { readOnlyRootFilesystem: true } }, { name: a, securityContext: { readOnlyRootFilesystem: false } }] }',
      ),
      { path: 'spec.containers[1].securityContext.readOnlyRootFilesystem', got: 'false', object: 'Pod apps/web' },
    ],
    'for init and ephemeral containers, native sidecars included': [
      pod(
        '{ initContainers: [{ name: a, restartPolicy: Always, securityContext: { readOnlyRootFilesystem: false } }], ephemeralContainers: [{ name: a, securityContext: { readOnlyRootFilesystem: false } }] }',
      ),
      { path: 'spec.ephemeralContainers[0].securityContext.readOnlyRootFilesystem' },
      { path: 'spec.initContainers[0].securityContext.readOnlyRootFilesystem' },
    ],
    'in the template of a CronJob': [
      cronJob('{ containers: [{ name: a, securityContext: { readOnlyRootFilesystem: false } }] }'),
      {
        path: 'spec.jobTemplate.spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem',
        object: 'CronJob apps/web',
      },
    ],
    'where nothing is said': [
      pod('{ containers: [{ name: a }, { name: b, securityContext: {} }] }'),
      { path: 'spec.containers[0].securityContext.readOnlyRootFilesystem', got: 'nothing' },
      { path: 'spec.containers[1].securityContext.readOnlyRootFilesystem', got: 'nothing' },
    ],
  },
});
