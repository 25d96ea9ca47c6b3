import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/proc-mount-is-default',
  severity: 'error',
  scope: 'object',
  summary: 'Every container has the default view of /proc.',
  rationale: 'An unmasked /proc shows and changes what belongs to the kernel of the node.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { procMount: Default }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { procMount: Unmasked }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, spec } of pod.containers) {
      const procMount = stringAt(spec, 'securityContext', 'procMount') ?? 'Default';
      if (procMount === 'Default') continue;
      yield {
        path: at(path, 'securityContext', 'procMount'),
        got: procMount,
        expected: 'Default',
        fix: 'Remove the field.',
      };
    }
  },
});
