import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const fix = 'Use the default profile of the runtime, or one that the node has loaded.';

export default defineRule({
  id: 'pod/apparmor-is-on',
  severity: 'error',
  scope: 'object',
  summary: 'No container turns AppArmor off.',
  rationale: 'An unconfined container loses the limits that the node puts on files, mounts and signals.',
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
      securityContext: { appArmorProfile: { type: RuntimeDefault } }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { appArmorProfile: { type: Unconfined } }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const places = [{ path: pod.specPath, spec: pod.spec }, ...pod.containers];
    for (const { path, spec } of places) {
      const type = stringAt(spec, 'securityContext', 'appArmorProfile', 'type');
      if (type === undefined || type === 'RuntimeDefault' || type === 'Localhost') continue;
      yield {
        path: at(path, 'securityContext', 'appArmorProfile', 'type'),
        got: type,
        expected: 'RuntimeDefault or Localhost',
        fix,
      };
    }
    for (const [key, value] of Object.entries(pod.ownAnnotations)) {
      if (!key.startsWith(ANNOTATION) || value === 'runtime/default' || value.startsWith('localhost/')) continue;
      yield {
        path: at(pod.metadataPath, 'annotations', key),
        got: value,
        expected: 'runtime/default or localhost/…',
        fix,
      };
    }
  },
});
