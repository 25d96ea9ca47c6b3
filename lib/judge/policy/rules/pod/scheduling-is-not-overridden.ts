import { isScheduled } from '../../../model/live/live-object.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyPodWhere } from '../../about.js';
import { podWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/scheduling-is-not-overridden',
  severity: 'warning',
  scope: 'object',
  summary: 'No workload names its node, tolerates every taint, or takes a priority of the system.',
  rationale:
    'A pod that names its node is placed there even if the node is full or being drained. One that tolerates every taint also runs on control planes, and stays on nodes that are lost. One with a system priority evicts what the cluster needs.',
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyPodWhere(({ namespace }) => namespace !== 'kube-system'),
  *check({ field, kind }) {
    const node = field.at('nodeName');
    if (node.text !== undefined && !isScheduled(field.resource)) {
      yield node.violation({
        expected: 'no name of a node',
        fix: 'Select the node by a label: the scheduler then checks the free capacity of the node.',
      });
    }
    // Pods that run on every node belong to the node.
    if (kind === 'apps/DaemonSet') return;
    const priority = field.at('priorityClassName');
    if (/^system-(?:cluster|node)-critical$/.test(priority.text ?? '')) {
      yield priority.violation({
        expected: 'a class below those of the system',
        fix: 'Make a PriorityClass for this workload.',
      });
    }
    for (const toleration of field.at('tolerations').items) {
      if (toleration.at('operator').value !== 'Exists' || (toleration.at('key').value ?? '') !== '') continue;
      yield toleration.violation({
        got: 'every taint',
        expected: 'the keys of taints',
        fix: 'Name the taints to tolerate.',
      });
    }
  },
  passes: podWith('nodeSelector: { kubernetes.io/os: linux }'),
  fails: podWith('nodeName: node-1'),
});
