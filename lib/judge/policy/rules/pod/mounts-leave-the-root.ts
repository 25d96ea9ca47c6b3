import { posix } from 'node:path';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyContainer } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

const HIDING = ['/', '/bin', '/dev', '/lib', '/proc', '/sbin', '/sys', '/usr'];

export default defineRule({
  id: 'pod/mounts-leave-the-root',
  severity: 'error',
  scope: 'object',
  summary: 'No volume of the cluster is mounted over the root or the system folders of a container.',
  rationale: 'The mount hides the program and its libraries, or the runtime refuses it: the container never starts.',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyContainer,
  *check({ pod, field }) {
    // Agents of the node mount its own folders, which pod/host-path-is-absent judges.
    const fromNode = new Set(
      pod.field.at('volumes').items.flatMap((volume) => {
        const isHostPath = volume.at('hostPath', 'path').text !== undefined;
        return isHostPath ? [volume.at('name').text ?? ''] : [];
      }),
    );
    for (const mount of field.at('volumeMounts').items) {
      const mountPath = mount.at('mountPath');
      if (!mountPath.text || fromNode.has(mount.at('name').text ?? '')) continue;
      if (!HIDING.includes(posix.normalize(mountPath.text).replace(/(.)\/$/, '$1'))) continue;
      yield mountPath.violation({
        expected: 'a folder of its own',
        fix: 'Mount the volume where the program looks for it.',
      });
    }
  },
  passes: example('/data'),
  fails: example('/'),
});

function example(path: string): string {
  return `${containerWith(`volumeMounts: [{ name: data, mountPath: ${path} }]`)}  volumes: [{ name: data, emptyDir: {} }]\n`;
}
