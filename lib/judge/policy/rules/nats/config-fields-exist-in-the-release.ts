import { fieldsNewerThan } from '../../../../formats/nats-conf/fields.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/config-fields-exist-in-the-release',
  severity: 'error',
  scope: 'object',
  summary: 'The release of the image has every field of its configuration.',
  rationale: 'A server does not start with a field that it does not know.',
  source: 'https://docs.nats.io/release-notes/whats_new',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: example('jetstream { store_dir: /data, sync_interval: always }'),
  fails: example('leafnodes { remotes: [ { url: "tls://hub.example.org:7422", ignore_discovered_servers: true } ] }'),
  about: servedConfsIn,
  *check({ root, parsed, server }) {
    const { release } = server;
    if (release === undefined) {
      yield notJudged(`the image of container ${server.container.name} states no release`);
      return;
    }
    const newer = new Map(fieldsNewerThan(parsed.value, release).map(({ path, since }) => [path, since]));
    for (const node of root.walk()) {
      const since = newer.get(node.path);
      if (since === undefined) continue;
      yield node.violation({
        got: `a field of ${since} in a server of ${release}`,
        expected: `a field that ${release} has`,
        fix: `Use an image of ${since} or later, or achieve what the field restricts in another way.`,
      });
    }
  },
});

function example(conf: string): string {
  return serverExample(conf, { image: 'nats:2.12.4-alpine' });
}
