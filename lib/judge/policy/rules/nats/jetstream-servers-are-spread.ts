import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { isClustered, keepsStreams } from '../../../model/nats/jetstream.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'jetstream: enabled\ncluster { name: hub, port: 6222 }';

export default defineServerPodRule({
  id: 'nats/jetstream-servers-are-spread',
  severity: 'error',
  summary: 'No two servers of a JetStream cluster run on one node.',
  rationale: 'A node that fails must not take a quorum with it; a preference is not kept when nodes are scarce.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering',
  passes: serverExample(conf, {
    replicas: 3,
    pod: [
      'topologySpreadConstraints:',
      '  - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: nats } } }',
    ],
  }),
  fails: serverExample(conf, {
    replicas: 3,
    pod: [
      'topologySpreadConstraints:',
      '  - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchLabels: { app: nats } } }',
    ],
  }),
  *check(server) {
    const { pod } = server;
    if (!keepsStreams(server) || !isClustered(server) || (pod.replicas ?? 0) < 2) return;
    const hard = listAt(pod.spec, 'topologySpreadConstraints').some(
      (constraint) => stringAt(constraint, 'whenUnsatisfiable') !== 'ScheduleAnyway',
    );
    const required = 'requiredDuringSchedulingIgnoredDuringExecution';
    if (hard || listAt(pod.spec, 'affinity', 'podAntiAffinity', required).length > 0) return;
    yield {
      path: at(pod.specPath, 'topologySpreadConstraints'),
      got: 'no constraint that must be kept',
      expected:
        'a spread over kubernetes.io/hostname with whenUnsatisfiable: DoNotSchedule, or a required podAntiAffinity',
      fix: 'Add the constraint with the labels of the pods.',
    };
  },
});
