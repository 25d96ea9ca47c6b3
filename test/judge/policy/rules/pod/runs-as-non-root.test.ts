import rule from '../../../../../lib/judge/policy/rules/pod/runs-as-non-root.js';
import { cronJob, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a pod without containers': pod('{}'),
  },
  passes: {
    'accepts the safe value': pod('{ containers: [{ name: a, securityContext: { runAsNonRoot: true } }] }'),
    'takes the word of the pod': pod('{ securityContext: { runAsNonRoot: true }, containers: [{ name: a }] }'),
    'lets a container overrule the pod': pod(
      '{ securityContext: { runAsNonRoot: false }, containers: [{ name: a, securityContext: { runAsNonRoot: true } }] }',
    ),
  },
  fails: {
    'for the second of two containers': [
      pod(
        '{ containers: [{ name: a, securityContext: { runAsNonRoot: true } }, { name: a, securityContext: { runAsNonRoot: false } }] }',
      ),
      { path: 'spec.containers[1].securityContext.runAsNonRoot', got: 'false', object: 'Pod apps/web' },
    ],
    'for init and ephemeral containers, native sidecars included': [
      pod(
        '{ initContainers: [{ name: a, restartPolicy: Always, securityContext: { runAsNonRoot: false } }], ephemeralContainers: [{ name: a, securityContext: { runAsNonRoot: false } }] }',
      ),
      { path: 'spec.ephemeralContainers[0].securityContext.runAsNonRoot' },
      { path: 'spec.initContainers[0].securityContext.runAsNonRoot' },
    ],
    'in the template of a CronJob': [
      cronJob('{ containers: [{ name: a, securityContext: { runAsNonRoot: false } }] }'),
      {
        path: 'spec.jobTemplate.spec.template.spec.containers[0].securityContext.runAsNonRoot',
        object: 'CronJob apps/web',
      },
    ],
    'where nothing is said': [
      pod('{ containers: [{ name: a }, { name: b, securityContext: {} }] }'),
      { path: 'spec.containers[0].securityContext.runAsNonRoot', got: 'nothing' },
      { path: 'spec.containers[1].securityContext.runAsNonRoot', got: 'nothing' },
    ],
    'where a container overrules the pod': [
      pod(
        '{ securityContext: { runAsNonRoot: true }, containers: [{ name: a, securityContext: { runAsNonRoot: false } }] }',
      ),
      { path: 'spec.containers[0].securityContext.runAsNonRoot', got: 'false' },
    ],
  },
});
