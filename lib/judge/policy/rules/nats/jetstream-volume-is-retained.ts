import { Field } from '../../../../manifest/field.js';
import { storeDirOf } from '../../../model/nats/jetstream.js';
import { originOf } from '../../../model/nats/mounts.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, streamServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/jetstream-volume-is-retained',
  severity: 'warning',
  scope: 'object',
  summary: 'The volumes of streams are kept when their StatefulSet is deleted or scaled down.',
  rationale: 'Otherwise a StatefulSet that is deleted by mistake, or renamed, takes all messages with it.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example('Retain'),
  fails: example('Delete'),
  *about(resource, cluster) {
    for (const server of streamServers(resource, cluster)) {
      if ('notJudged' in server) {
        yield server;
        continue;
      }
      const { container, pod, root } = server;
      const store = storeDirOf(root);
      yield* notKnown(store);
      if (store.text === undefined || originOf(cluster, pod, container, store.text).kind !== 'claimTemplate') continue;
      yield Field.of(resource).at('spec', 'persistentVolumeClaimRetentionPolicy');
    }
  },
  *check(policy) {
    for (const field of [policy.at('whenDeleted'), policy.at('whenScaled')]) {
      if (field.text !== 'Delete') continue;
      yield field.violation({ expected: 'Retain', fix: 'Set it to Retain, and delete claims by hand.' });
    }
  },
});

function example(whenDeleted: string): string {
  return serverExample('jetstream { store_dir: /data/jetstream }', {
    spec: [
      `persistentVolumeClaimRetentionPolicy: { whenDeleted: ${whenDeleted} }`,
      'volumeClaimTemplates: [{ metadata: { name: data }, spec: { resources: { requests: { storage: 10Gi } } } }]',
    ],
    mounts: ['{ name: data, mountPath: /data }'],
  });
}
