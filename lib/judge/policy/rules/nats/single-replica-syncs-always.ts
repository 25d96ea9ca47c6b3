import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, streamConfs } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/single-replica-syncs-always',
  severity: 'warning',
  scope: 'object',
  summary: 'A server that is the only one to keep its streams writes each message to disk at once.',
  rationale:
    'By default data reaches the disk every 2 minutes. If the node loses power, acknowledged messages are lost, and no other server has them.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/resource_management',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
jetstream { store_dir: /data, sync_interval: always }`),
  fails: serverExample(`
jetstream { store_dir: /data }`),
  *about(configMap, cluster) {
    for (const conf of streamConfs(configMap, cluster)) {
      if ('notJudged' in conf) yield conf;
      else if (conf.server !== undefined && !conf.root.at('cluster').present) {
        if (conf.root.at('cluster').unknown) yield* notKnown(conf.root.at('cluster'));
        else yield conf.root.at('jetstream', 'sync_interval');
      }
    }
  },
  *check(interval) {
    if (interval.unknown) yield* notKnown(interval);
    else if (interval.text?.toLowerCase() !== 'always') {
      yield interval.violation({
        got: interval.present ? interval.shown : '2m by default',
        expected: 'always, or three servers',
        fix: 'Set sync_interval to always, which costs latency, or run three replicas.',
      });
    }
  },
});
