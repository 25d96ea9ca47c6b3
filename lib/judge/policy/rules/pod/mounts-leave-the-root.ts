import { posix } from 'node:path';
import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const HIDING = ['/', '/bin', '/dev', '/lib', '/proc', '/sbin', '/sys', '/usr'];

const example = (path: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      volumeMounts: [{ name: data, mountPath: ${path} }]
  volumes: [{ name: data, emptyDir: {} }]
`;

export default defineRule({
  id: 'pod/mounts-leave-the-root',
  severity: 'error',
  scope: 'object',
  summary: 'No volume of the cluster is mounted over the root or the system folders of a container.',
  rationale: 'The mount hides the program and its libraries, or is refused by the runtime: the container never starts.',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/',
  appliesTo: POD_KINDS,
  passes: example('/data'),
  fails: example('/'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const fromNode = new Set(
      listAt(pod.spec, 'volumes').flatMap((volume) =>
        stringAt(volume, 'hostPath', 'path') === undefined ? [] : (stringAt(volume, 'name') ?? []),
      ),
    );
    for (const { path, spec } of pod.containers) {
      for (const [index, mount] of listAt(spec, 'volumeMounts').entries()) {
        const mountPath = stringAt(mount, 'mountPath') ?? '';
        // Agents of the node mount its own folders, which a rule about hostPath judges.
        if (fromNode.has(stringAt(mount, 'name') ?? '')) continue;
        if (mountPath === '' || !HIDING.includes(posix.normalize(mountPath).replace(/(.)\/$/, '$1'))) continue;
        yield {
          path: at(path, 'volumeMounts', index, 'mountPath'),
          got: mountPath,
          expected: 'a folder of its own',
          fix: 'Mount the volume where the program looks for it.',
        };
      }
    }
  },
});
