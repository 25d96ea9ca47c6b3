import { fieldsNewerThan } from '../../../../formats/nats-conf/fields.js';
import { defineConfRule } from '../../nats-conf-rule.js';

export default defineConfRule({
  id: 'nats/config-fits-the-image',
  severity: 'error',
  summary: 'The release of the image knows every field of its configuration.',
  rationale: 'A server does not start with a field that it does not know.',
  source: 'https://docs.nats.io/release-notes/whats_new',
  passes: `
jetstream { store_dir: /data, sync_interval: always }`,
  fails: `
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", ignore_discovered_servers: true } ] }`,
  server: { image: 'nats:2.12.4-alpine' },
  *check({ root, parsed }, { release }) {
    if (release === undefined) return;
    const newer = new Map(fieldsNewerThan(parsed.value, release).map(({ path, since }) => [path, since]));
    for (const node of root.walk()) {
      const since = newer.get(node.path);
      if (since === undefined) continue;
      yield {
        node,
        got: `a field of ${since} in a server of ${release}`,
        expected: `a field that ${release} knows`,
        fix: `Use an image of ${since} or later; an older server needs another way to what the field restricts.`,
      };
    }
  },
});
