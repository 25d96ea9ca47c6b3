import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { numberAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { descriptionsIn, storesFor } from '../../../model/nats/stream-description.js';
import { serverExample } from '../../examples/nats.js';
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
  appliesTo: ['ConfigMap', 'jetstream.nats.io/Stream', 'jetstream.nats.io/KeyValue', 'jetstream.nats.io/ObjectStore'],
  passes: servers + stream(3),
  fails: servers + stream(5),
  *check(resource, cluster) {
    if (resource.object.kind !== 'ConfigMap') {
      yield* judge(resource, cluster, 'spec.replicas', numberAt(resource.object, 'spec', 'replicas') ?? 1);
      return;
    }
    for (const { kind, key, config } of descriptionsIn(resource)) {
      if (kind !== 'stream') continue;
      yield* judge(resource, cluster, at('data', key), numberAt(config, 'num_replicas') ?? 1);
    }
  },
});

function* judge(resource: Resource, cluster: ClusterIndex, path: string, replicas: number): Generator<Fault> {
  const counts = storesFor(cluster, resource).map(({ pod }) => pod.replicas ?? Number.POSITIVE_INFINITY);
  const most = counts.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...counts);
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
}
