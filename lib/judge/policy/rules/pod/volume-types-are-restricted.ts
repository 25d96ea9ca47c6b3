import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyPod } from '../../about.js';
import { podWith } from '../../examples/pods.js';
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
/** A hostPath has a rule of its own. */
const NOT_JUDGED_HERE = ['name', 'hostPath'];

export default defineRule({
  id: 'pod/volume-types-are-restricted',
  severity: 'error',
  scope: 'object',
  summary: 'Every volume is of a type that belongs to the pod or to the cluster.',
  rationale: 'Other types, such as nfs and iscsi, let the pod name any storage server.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyPod,
  *check({ field }) {
    for (const [type, source] of field.at('volumes').items.flatMap(({ entries }) => entries)) {
      if (NOT_JUDGED_HERE.includes(type) || TYPES.includes(type)) continue;
      yield source.violation({
        got: type,
        expected: `one of ${TYPES.join(', ')}`,
        fix: 'Use a persistentVolumeClaim.',
      });
    }
  },
  passes: podWith('volumes: [{ name: cache, emptyDir: {} }]'),
  fails: podWith('volumes: [{ name: share, nfs: { server: files.example.org, path: / } }]'),
});
