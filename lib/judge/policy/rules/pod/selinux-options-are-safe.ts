import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  type: ['container_t', 'container_init_t', 'container_kvm_t'],
  user: [],
  role: [],
};

export default defineRule({
  id: 'pod/selinux-options-are-safe',
  severity: 'error',
  scope: 'object',
  summary: 'No pod chooses an SELinux user, role or privileged type.',
  rationale: 'Such a label takes the container out of the confinement that the node gives it.',
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
      securityContext: { seLinuxOptions: { type: container_t, level: 's0:c1,c2' } }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { seLinuxOptions: { type: spc_t } }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const places = [{ path: pod.specPath, spec: pod.spec }, ...pod.containers];
    for (const { path, spec } of places) {
      for (const [field, allowed] of Object.entries(ALLOWED)) {
        const value = stringAt(spec, 'securityContext', 'seLinuxOptions', field) ?? '';
        if (value === '' || allowed.includes(value)) continue;
        yield {
          path: at(path, 'securityContext', 'seLinuxOptions', field),
          got: value,
          expected: allowed.length === 0 ? 'nothing' : `one of ${listed(allowed)}`,
          fix: 'Remove the field.',
        };
      }
    }
  },
});
