import rule from '../../../../../lib/judge/policy/rules/pod/added-capabilities-are-default.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a container that adds none': pod('{ containers: [{ name: a }] }'),
    'accepts the default ones': pod(
      '{ containers: [{ name: a, securityContext: { capabilities: { add: [AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, SETFCAP, SETGID, SETPCAP, SETUID, SYS_CHROOT] } } }] }',
    ),
  },
  fails: {
    'for the second of two in init and ephemeral containers': [
      pod(
        '{ initContainers: [{ name: a, securityContext: { capabilities: { add: [KILL, NET_ADMIN] } } }], ephemeralContainers: [{ name: a, securityContext: { capabilities: { add: [KILL, NET_ADMIN] } } }] }',
      ),
      { path: 'spec.ephemeralContainers[0].securityContext.capabilities.add[1]', got: 'NET_ADMIN' },
      { path: 'spec.initContainers[0].securityContext.capabilities.add[1]' },
    ],
  },
});
