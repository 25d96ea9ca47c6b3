import { at } from '../../../../manifest/field-path.js';
import { listAt, objectAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const TYPES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

export default defineRule({
  id: 'pod/volume-types-are-restricted',
  severity: 'error',
  scope: 'object',
  summary: 'Every volume is of a type that belongs to the pod or to the cluster.',
  rationale: 'Other types, such as nfs and iscsi, let the pod name a storage server of its own choice.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: example.org/web:1.4.2 }]
  volumes: [{ name: config, configMap: { name: web } }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: example.org/web:1.4.2 }]
  volumes: [{ name: share, nfs: { server: files.example.org, path: / } }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
      for (const type of Object.keys(objectAt(volume) ?? {})) {
        // A hostPath has a rule of its own.
        if (type === 'name' || type === 'hostPath' || TYPES.includes(type)) continue;
        yield {
          path: at(pod.specPath, 'volumes', index, type),
          got: type,
          expected: `one of ${TYPES.join(', ')}`,
          fix: 'Use a persistentVolumeClaim.',
        };
      }
    }
  },
});
