import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { keepsStreams } from '../../../model/nats/jetstream.js';
import { originOf } from '../../../model/nats/mounts.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const server = (policy: string) =>
  serverExample('jetstream { store_dir: /data/jetstream }', {
    spec: [
      `persistentVolumeClaimRetentionPolicy: { whenDeleted: ${policy} }`,
      'volumeClaimTemplates: [{ metadata: { name: data }, spec: { resources: { requests: { storage: 10Gi } } } }]',
    ],
    mounts: ['{ name: data, mountPath: /data }'],
  });

export default defineServerPodRule({
  id: 'nats/jetstream-volume-is-retained',
  severity: 'warning',
  summary: 'The volumes of streams outlive their StatefulSet and its scaling down.',
  rationale: 'A StatefulSet that is deleted by mistake, or renamed, takes all messages with it.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention',
  passes: server('Retain'),
  fails: server('Delete'),
  *check(natsServer, cluster) {
    const { conf, container, pod } = natsServer;
    if (conf === undefined || !keepsStreams(natsServer)) return;
    const storeDir = conf.root.at('jetstream', 'store_dir').text ?? conf.root.at('store_dir').text;
    if (storeDir === undefined || originOf(cluster, pod, container, storeDir).kind !== 'claimTemplate') return;
    for (const field of ['whenDeleted', 'whenScaled']) {
      if (stringAt(pod.resource.object, 'spec', 'persistentVolumeClaimRetentionPolicy', field) !== 'Delete') continue;
      yield {
        path: at('spec', 'persistentVolumeClaimRetentionPolicy', field),
        got: 'Delete',
        expected: 'Retain',
        fix: 'Set it to Retain, and delete claims by hand.',
      };
    }
  },
});
