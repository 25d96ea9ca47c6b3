import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/leafnode-listener-requires-client-certificate',
  severity: 'error',
  summary: 'A leafnode listener speaks TLS and verifies the certificate of each leaf.',
  rationale:
    'The link crosses clusters, where no mesh encrypts it: without TLS its credentials travel in clear, and without verification a stolen password is enough to join.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf',
  passes: `
leafnodes {
  port: 7422
  tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, ca_file: /tls/ca.crt, verify: true }
}`,
  fails: `
leafnodes {
  port: 7422
  tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key }
}`,
  *check({ root }) {
    if (!acceptsLeaves(root)) return;
    const tls = root.at('leafnodes', 'tls');
    if (tls.absent) {
      yield {
        node: tls,
        expected: 'a tls block with cert_file, key_file, ca_file and verify: true',
        fix: 'Add it, with a certificate for the address that leaves dial.',
      };
    }
    if (!tls.present || tls.unknown) return;
    const verify = tls.at('verify');
    if (verify.flag !== true && !verify.unknown && tls.at('verify_and_map').flag !== true) {
      yield {
        node: verify,
        got: verify.present ? String(verify.value) : 'nothing',
        expected: 'true',
        fix: 'Set it to true: otherwise a leaf without a certificate may join.',
      };
    }
    for (const name of ['cert_file', 'key_file', 'ca_file']) {
      if (!tls.at(name).absent) continue;
      yield {
        node: tls.at(name),
        expected: 'the path of a mounted file',
        fix:
          name === 'ca_file'
            ? 'Name the roots of the leaves: without it every public authority is trusted.'
            : 'Name it.',
      };
    }
  },
});
