import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyPod } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/scratch-space-is-bounded',
  severity: 'warning',
  scope: 'object',
  summary: 'Every emptyDir has a size limit, or its containers limit their ephemeral storage or memory.',
  rationale: "Without a limit one pod fills the node's disk, and the kubelet evicts its neighbors.",
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyPod,
  *check({ field, containers }) {
    for (const volume of field.at('volumes').items) {
      const emptyDir = volume.at('emptyDir');
      const limit = emptyDir.at('sizeLimit');
      if (emptyDir.mapping === undefined || limit.value !== undefined) continue;
      const resource = emptyDir.at('medium').value === 'Memory' ? 'memory' : 'ephemeral-storage';
      const unlimited = containers.find(
        (container) =>
          container.field.at('volumeMounts').items.some((mount) => mount.at('name').text === volume.at('name').text) &&
          container.field.at('resources', 'limits', resource).value === undefined,
      );
      if (unlimited === undefined) continue;
      yield limit.violation({
        expected: `a quantity, or a limit of ${resource} in container ${unlimited.name}`,
        fix: 'State how much the pod may write there.',
      });
    }
  },
  passes: example('sizeLimit: 64Mi'),
  fails: example(''),
});

function example(emptyDir: string): string {
  return `${containerWith('volumeMounts: [{ name: tmp, mountPath: /tmp }]')}  volumes: [{ name: tmp, emptyDir: { ${emptyDir} } }]\n`;
}
