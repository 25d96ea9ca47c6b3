import rule from '../../../../../lib/judge/policy/rules/pod/group-is-not-root.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: { 'accepts a pod that names no group': pod('{ securityContext: {}, containers: [{ name: a }] }') },
  fails: {
    anywhere: [
      pod(
        '{ securityContext: { runAsGroup: 0, fsGroup: 0, supplementalGroups: [1, 0] }, containers: [{ name: a, securityContext: { runAsGroup: 0 } }] }',
      ),
      { path: 'spec.containers[0].securityContext.runAsGroup', got: '0' },
      { path: 'spec.securityContext.fsGroup' },
      { path: 'spec.securityContext.runAsGroup' },
      { path: 'spec.securityContext.supplementalGroups[1]', expected: 'a group other than 0' },
    ],
  },
});
