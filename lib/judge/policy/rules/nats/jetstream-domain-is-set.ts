import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/jetstream-domain-is-set',
  severity: 'error',
  summary: 'A server with JetStream and leafnode links has a JetStream domain.',
  rationale: 'Without a domain, requests of the JetStream API cross the link and change streams on the other side.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/jetstream_leafnodes',
  passes: `
jetstream { store_dir: /data, domain: hub }
leafnodes { port: 7422 }`,
  fails: `
jetstream { store_dir: /data }
leafnodes { port: 7422 }`,
  *check({ root }) {
    const jetstream = root.at('jetstream');
    if (!jetstream.enabled || !root.at('leafnodes').present) return;
    const node = jetstream.at('domain');
    const fix = 'Name one domain for each cluster.';
    if (node.absent) yield { node, expected: 'a name that no other cluster has', fix };
    else if (node.text !== undefined && !/^[^\s.*>]+$/.test(node.text)) {
      yield { node, got: `'${node.text}'`, expected: "a name without spaces, '.', '*' and '>'", fix };
    }
  },
});
