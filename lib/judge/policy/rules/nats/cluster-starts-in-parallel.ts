import { shown, stringAt } from '../../../../manifest/read.js';
import { isClustered } from '../../../model/nats/jetstream.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'cluster { name: hub, port: 6222 }';

export default defineServerPodRule({
  id: 'nats/cluster-starts-in-parallel',
  severity: 'warning',
  summary: 'The servers of a cluster start together.',
  rationale:
    'One after the other, the first server never becomes ready where it waits for a quorum, and the others never start.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies',
  passes: serverExample(conf, { replicas: 3, spec: ['podManagementPolicy: Parallel'] }),
  fails: serverExample(conf, { replicas: 3 }),
  *check(server) {
    const { pod } = server;
    if (pod.kind !== 'apps/StatefulSet' || !isClustered(server) || (pod.replicas ?? 1) < 2) return;
    const policy = stringAt(pod.resource.object, 'spec', 'podManagementPolicy');
    if (policy === 'Parallel') return;
    yield { path: 'spec.podManagementPolicy', got: shown(policy), expected: 'Parallel', fix: 'Set it to Parallel.' };
  },
});
