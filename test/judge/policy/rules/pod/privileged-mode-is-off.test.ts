import rule from '../../../../../lib/judge/policy/rules/pod/privileged-mode-is-off.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const pod = (spec: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: ${spec}
`;
const privileged = '{ name: b, securityContext: { privileged: true } }';

ruleTester(rule, {
  ignores: {
    'a pod without containers': pod('{}'),
  },
  passes: {
    'accepts an explicit false': pod('{ containers: [{ name: a, securityContext: { privileged: false } }] }'),
  },
  fails: {
    'for the second of two containers': [
      pod(`{ containers: [{ name: a }, ${privileged}] }`),
      { object: 'Pod web', path: 'spec.containers[1].securityContext.privileged', got: 'true', expected: 'false' },
    ],
    'for init and ephemeral containers': [
      pod(`{ initContainers: [${privileged}], ephemeralContainers: [${privileged}] }`),
      { path: 'spec.ephemeralContainers[0].securityContext.privileged' },
      { path: 'spec.initContainers[0].securityContext.privileged' },
    ],
  },
});
