import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/jetstream-cluster-has-a-name',
  severity: 'error',
  summary: 'A cluster with JetStream has a name.',
  rationale: 'A server with JetStream does not start in a cluster without a name.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering',
  passes: `
jetstream: enabled
cluster { name: hub, port: 6222, routes: [ "nats://nats-0.nats:6222" ] }`,
  fails: `
jetstream: enabled
cluster { port: 6222, routes: [ "nats://nats-0.nats:6222" ] }`,
  *check({ root }) {
    if (!root.at('jetstream').enabled || !root.at('cluster').present) return;
    const node = root.at('cluster', 'name');
    const fix = 'Name the cluster; each cluster of a fleet has another name.';
    if (node.absent || node.text === '') yield { node, expected: 'a name', fix };
    else if (/\s/.test(node.text ?? '')) yield { node, got: `'${node.text}'`, expected: 'a name without spaces', fix };
  },
});
