import { installsCniPlugin, isCniFolder } from '../../../model/pods/node-agents.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { podWith } from '../../examples/pods.js';

export default fieldRule({
  id: 'pod/host-path-is-absent',
  severity: 'error',
  summary: 'No pod mounts a folder of its node, except that the installer of a CNI plugin mounts the plugin folders.',
  rationale: 'Through a folder of the node a container reaches other pods, their secrets, and often the node itself.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'pod',
  states: {
    field: 'volumes[*].hostPath',
    must: 'be absent',
    expected: 'a volume that belongs to the pod',
    fix: 'Use a persistentVolumeClaim or an emptyDir.',
  },
  except: (hostPath, pod) => installsCniPlugin(pod) && isCniFolder(hostPath.at('path').text ?? ''),
  passes: podWith('volumes: [{ name: cache, emptyDir: {} }]'),
  fails: podWith('volumes: [{ name: logs, hostPath: { path: /var/log } }]'),
});
