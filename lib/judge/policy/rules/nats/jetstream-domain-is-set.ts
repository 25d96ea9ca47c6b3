import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, streamConfs } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/jetstream-domain-is-set',
  severity: 'error',
  scope: 'object',
  summary: 'A server with JetStream and leafnode links has a JetStream domain.',
  rationale: 'Without a domain, requests to the JetStream API cross the link and change streams on the other side.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/jetstream_leafnodes',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
jetstream { store_dir: /data, domain: hub }
leafnodes { port: 7422 }`),
  fails: serverExample(`
jetstream { store_dir: /data }
leafnodes { port: 7422 }`),
  *about(configMap, cluster) {
    for (const conf of streamConfs(configMap, cluster)) {
      if ('notJudged' in conf) yield conf;
      else if (conf.root.at('leafnodes').present) yield conf.root.at('jetstream', 'domain');
      else yield* notKnown(conf.root.at('leafnodes'));
    }
  },
  *check(domain) {
    const fix = 'Set one domain for each cluster.';
    if (domain.unknown) yield* notKnown(domain);
    else if (domain.absent) yield domain.violation({ expected: 'a name that no other cluster has', fix });
    else if (domain.text !== undefined && !/^[^\s.*>]+$/.test(domain.text)) {
      yield domain.violation({ got: `'${domain.text}'`, expected: "a name without spaces, '.', '*' and '>'", fix });
    }
  },
});
