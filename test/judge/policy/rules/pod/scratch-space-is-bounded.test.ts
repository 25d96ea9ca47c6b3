import rule from '../../../../../lib/judge/policy/rules/pod/scratch-space-is-bounded.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const scratch = (volume: string, limits = '') =>
  pod(
    `{ containers: [{ name: a }, { name: b, resources: { limits: { ${limits} } }, volumeMounts: [{ name: v, mountPath: /v }] }], volumes: [{ name: v, ${volume} }] }`,
  );

ruleTester(rule, {
  passes: {
    'accepts a limit of ephemeral storage': scratch('emptyDir: {}', 'ephemeral-storage: 1Gi'),
    'accepts memory that counts as memory of the container': scratch('emptyDir: { medium: Memory }', 'memory: 1Gi'),
    'accepts other volumes': scratch('configMap: { name: c }'),
  },
  fails: {
    'in memory': [
      scratch('emptyDir: { medium: Memory }', 'ephemeral-storage: 1Gi'),
      { path: 'spec.volumes[0].emptyDir.sizeLimit', expected: 'a quantity, or a limit of memory in container b' },
    ],
    'on disk': [
      scratch('emptyDir: {}', 'memory: 1Gi'),
      { got: 'nothing', expected: 'a quantity, or a limit of ephemeral-storage in container b' },
    ],
  },
});
