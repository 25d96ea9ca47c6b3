import { isClustered } from '../../../model/nats/jetstream.js';
import { defineConfRule } from '../../nats-conf-rule.js';

export default defineConfRule({
  id: 'nats/single-replica-syncs-always',
  severity: 'warning',
  summary: 'A server that alone keeps its streams forces each write to the disk.',
  rationale:
    'By default data reaches the disk every 2 minutes: when the node loses power, messages that were acknowledged are gone, and no other server has them.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/resource_management',
  passes: `
jetstream { store_dir: /data, sync_interval: always }`,
  fails: `
jetstream { store_dir: /data }`,
  *check({ root }, server) {
    const jetstream = root.at('jetstream');
    const node = jetstream.at('sync_interval');
    if (!jetstream.enabled || isClustered(server) || node.unknown || node.text?.toLowerCase() === 'always') return;
    yield {
      node,
      got: node.present ? String(node.value) : '2m by default',
      expected: 'always, or three servers',
      fix: 'Set sync_interval to always, which costs latency, or run three replicas.',
    };
  },
});
