import rule from '../../../../../lib/judge/policy/rules/pod/seccomp-profile-is-set.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'Windows pods': pod('{ os: { name: windows }, containers: [{ name: a }] }'),
  },
  passes: {
    'takes the word of the pod': pod(
      '{ securityContext: { seccompProfile: { type: Localhost } }, containers: [{ name: a }] }',
    ),
    'takes the word of the container': pod(
      '{ containers: [{ name: a, securityContext: { seccompProfile: { type: RuntimeDefault } } }] }',
    ),
  },
  fails: {
    'for the second of two containers': [
      pod('{ containers: [{ name: a, securityContext: { seccompProfile: { type: RuntimeDefault } } }, { name: b }] }'),
      { path: 'spec.containers[1].securityContext.seccompProfile.type', got: 'nothing' },
    ],
    'for init and ephemeral containers': [
      pod('{ initContainers: [{ name: a }], ephemeralContainers: [{ name: b }] }'),
      { path: 'spec.ephemeralContainers[0].securityContext.seccompProfile.type' },
      { path: 'spec.initContainers[0].securityContext.seccompProfile.type' },
    ],
    'for a pod that names Linux': [
      pod('{ os: { name: linux }, containers: [{ name: a }] }'),
      { path: 'spec.containers[0].securityContext.seccompProfile.type' },
    ],
  },
});
