import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/leafnode-remote-has-credentials',
  severity: 'warning',
  summary: 'Every leafnode remote proves who it is by a key, credentials or a password.',
  rationale:
    'A hub that asks for credentials refuses the link; one that does not lets in every leaf with a certificate. A certificate alone is enough where the hub maps certificates to users.',
  source:
    'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#leafnode-remotes-entry-block',
  passes: `
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", nkey: $HUB_NKEY_SEED } ] }`,
  fails: `
leafnodes { remotes: [ { url: "tls://hub.example.org:7422" } ] }`,
  *check({ root }) {
    for (const remote of root.at('leafnodes', 'remotes').items()) {
      const urls = remote.at('urls').items();
      if (remote.unknown || !remote.at('credentials').absent || !remote.at('nkey').absent || urls.length === 0)
        continue;
      if (urls.some((url) => url.unknown || url.text?.includes('@'))) continue;
      yield {
        node: remote.at('nkey'),
        expected: 'nkey, credentials, or a user in each address',
        fix: 'Add a key whose seed an included file of a Secret defines, and declare its public half at the hub.',
      };
    }
  },
});
