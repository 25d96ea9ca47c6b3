import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { valueAt } from '../../../../manifest/read.js';
import { bytesOf } from '../../../model/nats/store-volume.js';
import { defineConfRule } from '../../nats-conf-rule.js';

export default defineConfRule({
  id: 'nats/jetstream-memory-fits-its-limit',
  severity: 'error',
  summary: 'Streams in memory may take less than the memory limit of the container.',
  rationale: 'The server is killed before it reaches its own limit, and the streams in memory are gone.',
  source: 'https://github.com/nats-io/k8s/issues/716',
  passes: `
jetstream { store_dir: /data, max_memory_store: 256Mi }`,
  fails: `
jetstream { store_dir: /data, max_memory_store: 512Mi }`,
  server: { container: ['resources: { limits: { memory: 512Mi } }'] },
  *check({ root }, { container }) {
    const jetstream = root.at('jetstream');
    const node = jetstream.at('max_memory_store');
    const limit = bytesOf(valueAt(container.spec, 'resources', 'limits', 'memory'));
    if (!jetstream.enabled || node.number === undefined || limit === undefined || node.number < limit) return;
    yield {
      node,
      got: formatBytes(node.number),
      expected: `less than the memory limit of the container, which is ${formatBytes(limit)}`,
      fix: 'Lower it, or raise the limit.',
    };
  },
});
