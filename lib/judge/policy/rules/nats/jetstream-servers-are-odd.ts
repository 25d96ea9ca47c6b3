import { Field } from '../../../../manifest/field.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, streamServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/jetstream-servers-are-odd',
  severity: 'error',
  scope: 'object',
  summary: 'A server with JetStream is alone, or in a cluster of an odd number of servers, three or more.',
  rationale:
    'A quorum of two servers is two, and of four it is three. An even number adds a server that can fail, but does not tolerate one failure more.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example(3),
  fails: example(2),
  about: streamServers,
  *check({ pod, root }) {
    const { replicas } = pod;
    const field = Field.of(pod.resource).at('spec', 'replicas');
    if (replicas === undefined || replicas === 0) return;
    if (root.at('cluster').present) {
      if (replicas >= 3 && replicas % 2 === 1) return;
      yield field.violation({
        got: String(replicas),
        expected: '3 or 5',
        fix: replicas === 1 ? 'Use 3, or remove the cluster block.' : 'Use 3.',
      });
      return;
    }
    if (replicas === 1) return;
    if (root.at('cluster').unknown) {
      yield* notKnown(root.at('cluster'));
      return;
    }
    yield field.violation({
      got: `${replicas} servers without a cluster block`,
      expected: '1, or a cluster of 3 or 5',
      effect: 'Each server has its own streams, and a client sees only those of the server that it happens to reach.',
      fix: 'Use 1, or add a cluster block.',
    });
  },
});

function example(replicas: number): string {
  return serverExample('jetstream: enabled\ncluster { name: hub, port: 6222 }', { replicas });
}
