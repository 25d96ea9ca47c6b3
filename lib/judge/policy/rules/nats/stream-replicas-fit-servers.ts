import { Field } from '../../../../manifest/field.js';
import { objectLabel } from '../../../../manifest/object.js';
import { numberAt } from '../../../../manifest/read.js';
import { storedConfigsIn, storesFor } from '../../../model/nats/stream-config.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/stream-replicas-fit-servers',
  severity: 'error',
  scope: 'object',
  summary: 'A stream has no more replicas than there are servers, and not two or four.',
  rationale:
    'The servers reject a stream with more replicas. An even number tolerates no more failures than one replica less.',
  source: 'https://docs.nats.io/nats-concepts/jetstream/streams',
  appliesTo: ['ConfigMap', 'jetstream.nats.io/Stream', 'jetstream.nats.io/KeyValue', 'jetstream.nats.io/ObjectStore'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example(3),
  fails: example(5),
  *about(resource) {
    const spec = Field.of(resource).at('spec', 'replicas');
    if (resource.object.kind !== 'ConfigMap') yield { field: spec, replicas: spec.number ?? 1 };
    for (const { kind, field, config } of resource.object.kind === 'ConfigMap' ? storedConfigsIn(resource) : []) {
      if (kind !== 'stream') continue;
      if (config === undefined) yield notJudged('it is not a JSON object', field);
      else yield { field, replicas: numberAt(config, 'num_replicas') ?? 1 };
    }
  },
  *check({ field, replicas }, cluster) {
    const stores = storesFor(cluster, field.resource);
    const uncounted = stores.find(({ pod }) => pod.replicas === undefined);
    const known = stores.flatMap(({ pod }) => pod.replicas ?? []);
    const most = stores.length === 0 || uncounted !== undefined ? Number.POSITIVE_INFINITY : Math.max(...known);
    const got = String(replicas);
    if (replicas > most) {
      const expected = `at most ${most}, the number of servers`;
      yield field.violation({ got, expected, fix: 'Lower it, or run more servers.' });
    } else if (replicas > 1 && replicas % 2 === 0) {
      yield field.violation({ got, expected: '1, 3 or 5', fix: 'Use an odd number.' });
    } else if (stores.length === 0) yield notJudged('no server with JetStream is among the files');
    else if (uncounted !== undefined && replicas > Math.max(1, ...known)) {
      yield notJudged(`nodes decide how many pods ${objectLabel(uncounted.pod.resource.object)} has`);
    }
  },
});

function example(replicas: number): string {
  return `${serverExample('jetstream: enabled\ncluster { name: hub, port: 6222 }', { replicas: 3 })}---
apiVersion: jetstream.nats.io/v1beta2
kind: Stream
metadata: { name: orders, namespace: nats-system }
spec: { name: ORDERS, subjects: ["orders.>"], replicas: ${replicas} }
`;
}
