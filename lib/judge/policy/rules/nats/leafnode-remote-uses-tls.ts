import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/leafnode-remote-uses-tls',
  severity: 'error',
  summary: 'Every leafnode remote is dialled over TLS, with a certificate of its own and roots of its own.',
  rationale:
    'The link crosses clusters, where no mesh encrypts it. A nats:// address is encrypted only if the hub asks for it, and whoever stands in between can ask for nothing.',
  source:
    'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#leafnode-remotes-entry-block',
  passes: `
leafnodes { remotes: [ {
  urls: [ "tls://192.0.2.1:30722" ]
  account: APP
  tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, ca_file: /tls/ca.crt }
} ] }`,
  fails: `
leafnodes { remotes: [ { url: "nats://192.0.2.1:30722", account: APP } ] }`,
  *check({ root }) {
    for (const remote of root.at('leafnodes', 'remotes').items()) {
      for (const node of remote.at('urls').items()) {
        if (node.text === undefined || /^(tls|wss):\/\//i.test(node.text)) continue;
        const scheme = /^([a-z]+):\/\//i.exec(node.text)?.[1];
        yield {
          node,
          got: scheme === undefined ? 'an address without a scheme' : `${scheme}://`,
          expected: 'tls://',
          fix: 'Write the address with tls://.',
        };
      }
      const tls = remote.at('tls');
      for (const name of ['cert_file', 'key_file', 'ca_file']) {
        const node = tls.at(name);
        if (!node.absent) continue;
        yield {
          node: tls.present ? node : tls,
          expected: tls.present ? 'the path of a mounted file' : 'a tls block with cert_file, key_file and ca_file',
          fix: 'Mount a certificate that the hub trusts, and the roots of the hub.',
        };
        if (!tls.present) break;
      }
    }
  },
});
