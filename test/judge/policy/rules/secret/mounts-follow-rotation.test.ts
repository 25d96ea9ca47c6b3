import rule from '../../../../../lib/judge/policy/rules/secret/mounts-follow-rotation.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a ConfigMap by subPath and an empty subPath': pod(
      '{ volumes: [{ name: c, configMap: { name: c } }, { name: s, secret: { secretName: s } }, { name: p, projected: { sources: [{ configMap: {} }, { secret: {} }] } }], containers: [{ name: a, volumeMounts: [{ name: c, subPath: x }, { name: s, subPath: "" }] }] }',
    ),
  },
  fails: {
    'for secret and projected volumes, in init containers too': [
      pod(
        '{ volumes: [{ name: c, configMap: { name: c } }, { name: s, secret: { secretName: s } }, { name: p, projected: { sources: [{ configMap: {} }, { secret: {} }] } }], containers: [{ name: a, volumeMounts: [{ name: c }, { name: s, subPath: x }] }], initContainers: [{ name: b, volumeMounts: [{ name: p, subPathExpr: $(A) }] }] }',
      ),
      { path: 'spec.containers[0].volumeMounts[1].subPath', got: 'x' },
      { path: 'spec.initContainers[0].volumeMounts[0].subPathExpr', got: '$(A)' },
    ],
  },
});
