import { Field } from '../../../../manifest/field.js';
import { type ExampleServer, serverExample } from '../../examples/nats.js';
import { clusteredServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/cluster-starts-in-parallel',
  severity: 'warning',
  scope: 'object',
  summary: 'The servers of a cluster start at the same time.',
  rationale:
    'If they start one after the other, the first server waits for a quorum and never becomes ready, so the others never start.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies',
  appliesTo: ['apps/StatefulSet'],
  reads: [
    'ConfigMap',
    'Namespace',
    'Pod',
    '*/PodTemplate',
    'ReplicationController',
    'apps/DaemonSet',
    'apps/Deployment',
    'apps/ReplicaSet',
    'batch/CronJob',
    'batch/Job',
  ],
  passes: example({ replicas: 3, spec: ['podManagementPolicy: Parallel'] }),
  fails: example({ replicas: 3 }),
  about: clusteredServers,
  *check({ pod }) {
    const policy = Field.of(pod.resource).at('spec', 'podManagementPolicy');
    if (policy.text === 'Parallel' || (pod.replicas ?? 1) < 2) return;
    yield policy.violation({ expected: 'Parallel', fix: 'Set it to Parallel.' });
  },
});

function example(server: ExampleServer): string {
  return serverExample('cluster { name: hub, port: 6222 }', server);
}
