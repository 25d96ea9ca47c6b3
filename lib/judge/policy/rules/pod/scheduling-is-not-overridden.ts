import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (spec: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  ${spec}
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`;

export default defineRule({
  id: 'pod/scheduling-is-not-overridden',
  severity: 'warning',
  scope: 'object',
  summary: 'No workload names its node, tolerates every taint, or takes the rank of the system.',
  rationale:
    'Bound to a node by name a pod is placed though the node is full or being drained; with every taint tolerated it also runs on control planes and stays on nodes that are lost; with a system priority it drives out what the cluster needs.',
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename',
  appliesTo: POD_KINDS,
  passes: example('nodeSelector: { kubernetes.io/os: linux }'),
  fails: example('nodeName: node-1'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined || pod.namespace === 'kube-system') return;
    const node = stringAt(pod.spec, 'nodeName');
    if (node !== undefined) {
      const fix = 'Select the node by a label: the scheduler then looks at what it has left.';
      yield { path: at(pod.specPath, 'nodeName'), got: node, expected: 'no name of a node', fix };
    }
    const priority = stringAt(pod.spec, 'priorityClassName') ?? '';
    // What runs on every node belongs to the node.
    if (pod.kind === 'apps/DaemonSet') return;
    if (/^system-(?:cluster|node)-critical$/.test(priority)) {
      const fix = 'Make a PriorityClass for this workload.';
      yield { path: at(pod.specPath, 'priorityClassName'), got: priority, expected: 'a class below the system', fix };
    }
    for (const [index, toleration] of listAt(pod.spec, 'tolerations').entries()) {
      if (stringAt(toleration, 'operator') !== 'Exists' || (valueAt(toleration, 'key') ?? '') !== '') continue;
      yield {
        path: at(pod.specPath, 'tolerations', index),
        got: 'every taint',
        expected: 'the keys of taints',
        fix: 'Name the taints that are to be tolerated.',
      };
    }
  },
});
