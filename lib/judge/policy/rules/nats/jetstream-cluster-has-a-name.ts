import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, streamConfs } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/jetstream-cluster-has-a-name',
  severity: 'error',
  scope: 'object',
  summary: 'A cluster with JetStream has a name.',
  rationale: 'A server with JetStream does not start in a cluster without a name.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
jetstream: enabled
cluster { name: hub, port: 6222, routes: [ "nats://nats-0.nats:6222" ] }`),
  fails: serverExample(`
jetstream: enabled
cluster { port: 6222, routes: [ "nats://nats-0.nats:6222" ] }`),
  *about(configMap, cluster) {
    for (const conf of streamConfs(configMap, cluster)) {
      if ('notJudged' in conf) yield conf;
      else if (conf.root.at('cluster').present) yield conf.root.at('cluster', 'name');
      else yield* notKnown(conf.root.at('cluster'));
    }
  },
  *check(name) {
    const fix = 'Name the cluster. Each cluster of a fleet has another name.';
    if (name.unknown) yield* notKnown(name);
    else if (name.absent || name.text === '') yield name.violation({ got: 'nothing', expected: 'a name', fix });
    else if (/\s/.test(name.text ?? '')) {
      yield name.violation({ got: `'${name.text}'`, expected: 'a name without spaces', fix });
    }
  },
});
