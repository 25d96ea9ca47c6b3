import { at } from '../../../../manifest/field-path.js';
import { listAt, objectAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (volume: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      volumeMounts: [{ name: tmp, mountPath: /tmp }]
  volumes: [{ name: tmp, emptyDir: { ${volume} } }]
`;

export default defineRule({
  id: 'pod/scratch-space-is-bounded',
  severity: 'warning',
  scope: 'object',
  summary: 'Every emptyDir has a size limit, or its containers a limit of ephemeral storage or memory.',
  rationale: "Without a limit one pod fills the node's disk, and the kubelet evicts its neighbours.",
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
  appliesTo: POD_KINDS,
  passes: example('sizeLimit: 64Mi'),
  fails: example(''),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
      const emptyDir = objectAt(volume, 'emptyDir');
      if (emptyDir === undefined || emptyDir['sizeLimit'] !== undefined) continue;
      const resource = emptyDir['medium'] === 'Memory' ? 'memory' : 'ephemeral-storage';
      const unlimited = pod.containers.find(
        ({ spec }) =>
          listAt(spec, 'volumeMounts').some((mount) => stringAt(mount, 'name') === stringAt(volume, 'name')) &&
          valueAt(spec, 'resources', 'limits', resource) === undefined,
      );
      if (unlimited === undefined) continue;
      yield {
        path: at(pod.specPath, 'volumes', index, 'emptyDir', 'sizeLimit'),
        got: 'nothing',
        expected: `a quantity, or a limit of ${resource} in container ${unlimited.name}`,
        fix: 'State how much the pod may write there.',
      };
    }
  },
});
