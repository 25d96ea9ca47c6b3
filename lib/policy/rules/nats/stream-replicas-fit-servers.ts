import { serverExample } from '../../nats/example.js';
import { keepsStreams } from '../../nats/jetstream.js';
import { natsServersOf } from '../../nats/server.js';
import { numberAt } from '../../read.js';
import { defineRule } from '../../rule.js';

const servers = serverExample('jetstream: enabled\ncluster { name: hub, port: 6222 }', { replicas: 3 });
const stream = (replicas: number) => `---
apiVersion: jetstream.nats.io/v1beta2
kind: Stream
metadata: { name: orders, namespace: nats-system }
spec: { name: ORDERS, subjects: ["orders.>"], replicas: ${replicas} }
`;

export default defineRule({
  id: 'nats/stream-replicas-fit-servers',
  severity: 'error',
  scope: 'object',
  summary: 'A stream has at most as many replicas as there are servers, and not two or four.',
  rationale: 'The servers refuse a stream with more replicas; an even number tolerates no more failures than one less.',
  source: 'https://docs.nats.io/nats-concepts/jetstream/streams',
  appliesTo: ['jetstream.nats.io/Stream', 'jetstream.nats.io/KeyValue', 'jetstream.nats.io/ObjectStore'],
  passes: servers + stream(3),
  fails: servers + stream(5),
  *check({ object }, cluster) {
    const replicas = numberAt(object, 'spec', 'replicas') ?? 1;
    const counts = natsServersOf(cluster)
      .filter(keepsStreams)
      .map(({ pod }) => pod.replicas ?? Number.POSITIVE_INFINITY);
    const most = counts.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...counts);
    const path = 'spec.replicas';
    if (replicas > most) {
      yield {
        path,
        got: String(replicas),
        expected: `at most ${most}, the number of servers`,
        fix: 'Lower it, or run more servers.',
      };
    } else if (replicas > 1 && replicas % 2 === 0) {
      yield { path, got: String(replicas), expected: '1, 3 or 5', fix: 'Use an odd number.' };
    }
  },
});
