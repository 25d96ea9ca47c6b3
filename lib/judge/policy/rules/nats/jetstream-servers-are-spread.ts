import { isClustered } from '../../../model/nats/jetstream.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, streamServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/jetstream-servers-are-spread',
  severity: 'error',
  scope: 'object',
  summary: 'No two servers of a JetStream cluster run on the same node.',
  rationale:
    'A failing node must not take a quorum with it. A preference is not enough: the scheduler drops it when nodes are scarce.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example('DoNotSchedule'),
  fails: example('ScheduleAnyway'),
  *about(resource, cluster) {
    for (const server of streamServers(resource, cluster)) {
      if ('notJudged' in server) yield server;
      else if ((server.pod.replicas ?? 0) >= 2) {
        if (isClustered(server)) yield server.pod;
        else yield* notKnown(server.root.at('cluster'));
      }
    }
  },
  *check({ field }) {
    const spread = field.at('topologySpreadConstraints');
    const isHard = spread.items.some((constraint) => constraint.at('whenUnsatisfiable').text !== 'ScheduleAnyway');
    const required = field.at('affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
    if (isHard || required.items.length > 0) return;
    yield spread.violation({
      got: 'no constraint that must be met',
      expected:
        'a spread over kubernetes.io/hostname with whenUnsatisfiable: DoNotSchedule, or a required podAntiAffinity',
      fix: 'Add the constraint with the labels of the pods.',
    });
  },
});

function example(whenUnsatisfiable: string): string {
  return serverExample('jetstream: enabled\ncluster { name: hub, port: 6222 }', {
    replicas: 3,
    pod: [
      'topologySpreadConstraints:',
      `  - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ${whenUnsatisfiable}, labelSelector: { matchLabels: { app: nats } } }`,
    ],
  });
}
