import rule from '../../../../../lib/judge/policy/rules/pod/capabilities-are-dropped.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'Windows pods': pod('{ os: { name: windows }, containers: [{ name: a }] }'),
  },
  passes: {
    'accepts ALL among others': pod(
      '{ containers: [{ name: a, securityContext: { capabilities: { drop: [NET_RAW, ALL] } } }] }',
    ),
  },
  fails: {
    'for the second added capability': [
      pod(
        '{ containers: [{ name: a, securityContext: { capabilities: { drop: [ALL], add: [NET_BIND_SERVICE, CHOWN] } } }] }',
      ),
      { path: 'spec.containers[0].securityContext.capabilities.add[1]', got: 'CHOWN' },
    ],
    'for init and ephemeral containers that say nothing': [
      pod('{ initContainers: [{ name: a }], ephemeralContainers: [{ name: b }] }'),
      { path: 'spec.ephemeralContainers[0].securityContext.capabilities.drop', got: 'nothing', expected: 'ALL' },
      { path: 'spec.initContainers[0].securityContext.capabilities.drop' },
    ],
    'for the second of two containers': [
      pod(
        '{ containers: [{ name: a, securityContext: { capabilities: { drop: [ALL] } } }, { name: a, securityContext: { capabilities: { drop: [NET_RAW, CHOWN] } } }] }',
      ),
      { path: 'spec.containers[1].securityContext.capabilities.drop', got: 'NET_RAW, CHOWN' },
    ],
    'for a pod that names Linux': [
      pod('{ os: { name: linux }, containers: [{ name: a }] }'),
      { path: 'spec.containers[0].securityContext.capabilities.drop' },
    ],
  },
});
