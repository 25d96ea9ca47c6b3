import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/tls-verifies-its-peer',
  severity: 'error',
  summary: 'No tls block turns verification off.',
  rationale: 'With insecure: true the server accepts any certificate, that of an impostor too.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls',
  passes: `
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", tls { ca_file: /tls/ca.crt } } ] }`,
  fails: `
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", tls { insecure: true } } ] }`,
  *check({ root }) {
    for (const node of root.walk()) {
      if (node.key !== 'insecure' || node.flag !== true) continue;
      yield { node, got: 'true', expected: 'nothing', fix: 'Drop it, and name the roots of the peer in ca_file.' };
    }
  },
});
