import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { storeDirOf } from '../../../model/nats/jetstream.js';
import { claimedBytes } from '../../../model/nats/store-volume.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/jetstream-store-fits-its-volume',
  severity: 'error',
  scope: 'object',
  summary: 'JetStream may fill at most 90 % of its volume.',
  rationale:
    'The file system and the metadata of JetStream need the rest. If the disk is full before the limit is reached, the server switches JetStream off.',
  source: 'https://github.com/nats-io/nats-server/issues/4140',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace', 'PersistentVolumeClaim'],
  passes: example('9Gi'),
  fails: example('10Gi'),
  *about(configMap, cluster) {
    for (const { root, server } of servedConfsIn(configMap, cluster)) {
      const jetstream = root.at('jetstream');
      if (jetstream.enabled) yield { most: jetstream.at('max_file_store'), store: storeDirOf(root), server };
      else yield* notKnown(jetstream);
    }
  },
  *check({ most, store, server }, cluster) {
    yield* notKnown(most, store);
    if (most.number === undefined || store.text === undefined) return;
    const claimed = claimedBytes(cluster, server, store.text);
    if (claimed === undefined) {
      yield notJudged(`the size of the volume at ${store.text} is not known`);
    } else if (most.number * 10 > claimed * 9) {
      yield most.violation({
        got: formatBytes(most.number),
        expected: `at most 90 % of the volume, which is ${formatBytes(claimed)}`,
        fix: 'Lower it, or request a larger volume.',
      });
    }
  },
});

function example(most: string): string {
  return serverExample(`jetstream { store_dir: /data/jetstream, max_file_store: ${most} }`, {
    spec: [
      'volumeClaimTemplates: [{ metadata: { name: data }, spec: { resources: { requests: { storage: 10Gi } } } }]',
    ],
    mounts: ['{ name: data, mountPath: /data }'],
  });
}
