import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { claimedBytes } from '../../../model/nats/store-volume.js';
import { defineConfRule } from '../../nats-conf-rule.js';

const server = (storage: string) => ({
  spec: [
    `volumeClaimTemplates: [{ metadata: { name: data }, spec: { resources: { requests: { storage: ${storage} } } } }]`,
  ],
  mounts: ['{ name: data, mountPath: /data }'],
});

export default defineConfRule({
  id: 'nats/jetstream-store-fits-its-volume',
  severity: 'error',
  summary: 'JetStream may fill at most 90 % of its volume.',
  rationale:
    'The file system and the metadata of JetStream take their part. When the disk is full before the limit is reached, the server switches JetStream off.',
  source: 'https://github.com/nats-io/nats-server/issues/4140',
  passes: `
jetstream { store_dir: /data/jetstream, max_file_store: 9Gi }`,
  fails: `
jetstream { store_dir: /data/jetstream, max_file_store: 10Gi }`,
  server: server('10Gi'),
  *check({ root }, natsServer, cluster) {
    const jetstream = root.at('jetstream');
    const node = jetstream.at('max_file_store');
    const storeDir = jetstream.at('store_dir').text ?? root.at('store_dir').text;
    if (!jetstream.enabled || node.number === undefined || storeDir === undefined) return;
    const claimed = claimedBytes(cluster, natsServer, storeDir);
    if (claimed === undefined || node.number * 10 <= claimed * 9) return;
    yield {
      node,
      got: formatBytes(node.number),
      expected: `at most 90 % of the volume, which is ${formatBytes(claimed)}`,
      fix: 'Lower it, or ask for a larger volume.',
    };
  },
});
