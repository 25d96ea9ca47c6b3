import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { bytesOf } from '../../../model/nats/store-volume.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/jetstream-memory-fits-its-limit',
  severity: 'error',
  scope: 'object',
  summary: 'Streams in memory may use less than the memory limit of the container.',
  rationale: 'Otherwise the server is killed before it reaches its own limit, and the streams in memory are lost.',
  source: 'https://github.com/nats-io/k8s/issues/716',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example('256Mi'),
  fails: example('512Mi'),
  *about(configMap, cluster) {
    for (const { root, server } of servedConfsIn(configMap, cluster)) {
      const jetstream = root.at('jetstream');
      const limit = bytesOf(server.container.field.at('resources', 'limits', 'memory').value);
      if (limit === undefined) continue;
      if (jetstream.enabled) yield { most: jetstream.at('max_memory_store'), limit };
      else yield* notKnown(jetstream);
    }
  },
  *check({ most, limit }) {
    yield* notKnown(most);
    if (most.number === undefined || most.number < limit) return;
    yield most.violation({
      got: formatBytes(most.number),
      expected: `less than the memory limit of the container, which is ${formatBytes(limit)}`,
      fix: 'Lower it, or raise the limit.',
    });
  },
});

function example(most: string): string {
  return serverExample(`jetstream { store_dir: /data, max_memory_store: ${most} }`, {
    container: ['resources: { limits: { memory: 512Mi } }'],
  });
}
