import { isClustered, keepsStreams } from '../../../model/nats/jetstream.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'jetstream: enabled\ncluster { name: hub, port: 6222 }';

export default defineServerPodRule({
  id: 'nats/jetstream-servers-are-odd',
  severity: 'error',
  summary: 'Servers with JetStream stand alone, or form a cluster of an odd number, three or more.',
  rationale:
    'A quorum of two servers is two, and of four it is three: the even one adds a server that can fail and none that may.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering',
  passes: serverExample(conf, { replicas: 3 }),
  fails: serverExample(conf, { replicas: 2 }),
  *check(server) {
    const { replicas } = server.pod;
    if (!keepsStreams(server) || replicas === undefined || replicas === 0) return;
    if (!isClustered(server)) {
      if (replicas === 1 || server.conf?.root.at('cluster').unknown) return;
      yield {
        path: 'spec.replicas',
        got: `${replicas} servers without a cluster block`,
        expected: '1, or a cluster of 3 or 5',
        fix: 'Use 1, or add a cluster block: apart, each server has streams of its own, and a client sees those of whichever it meets.',
      };
      return;
    }
    if (replicas >= 3 && replicas % 2 === 1) return;
    yield {
      path: 'spec.replicas',
      got: String(replicas),
      expected: '3 or 5',
      fix: replicas === 1 ? 'Use 3, or drop the cluster block.' : 'Use 3.',
    };
  },
});
