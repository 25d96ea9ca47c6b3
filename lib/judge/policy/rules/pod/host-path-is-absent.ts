import { at } from '../../../../manifest/field-path.js';
import { listAt, shown, stringAt, valueAt } from '../../../../manifest/read.js';
import { installsCniPlugin, isCniFolder } from '../../../model/pods/node-agents.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/host-path-is-absent',
  severity: 'error',
  scope: 'object',
  summary: 'No pod mounts a folder of its node, but for the installer of a CNI plugin the folders of such plugins.',
  rationale: 'Through a folder of the node a container reaches other pods, their secrets, and often the node itself.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: example.org/web:1.4.2 }]
  volumes: [{ name: cache, emptyDir: {} }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: example.org/web:1.4.2 }]
  volumes: [{ name: logs, hostPath: { path: /var/log } }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
      if (valueAt(volume, 'hostPath') === undefined) continue;
      if (installsCniPlugin(pod) && isCniFolder(stringAt(volume, 'hostPath', 'path') ?? '')) continue;
      yield {
        path: at(pod.specPath, 'volumes', index, 'hostPath'),
        got: shown(valueAt(volume, 'hostPath', 'path')),
        expected: 'a volume that belongs to the pod',
        fix: 'Use a persistentVolumeClaim or an emptyDir.',
      };
    }
  },
});
