import type { ConfNode } from '../../../model/nats/conf-node.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { hubConfs, notKnown } from '../../nats-targets.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/leafnode-listener-requires-client-certificate',
  severity: 'error',
  scope: 'object',
  summary: 'A leafnode listener uses TLS and verifies the certificate of each leaf.',
  rationale:
    'The link crosses clusters, where no mesh encrypts it. Without TLS its credentials are sent in plain text, and without verification a stolen password is enough to join.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
leafnodes {
  port: 7422
  tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, ca_file: /tls/ca.crt, verify: true }
}`),
  fails: serverExample(`
leafnodes {
  port: 7422
  tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key }
}`),
  about: hubConfs,
  *check({ root }) {
    const tls = root.at('leafnodes', 'tls');
    if (tls.unknown) yield* notKnown(tls);
    else if (tls.absent) {
      yield tls.violation({
        expected: 'a tls block with cert_file, key_file, ca_file and verify: true',
        fix: 'Add it, with a certificate for the address that leaves dial.',
      });
    } else {
      const verify = tls.at('verify');
      const mapped = tls.at('verify_and_map');
      if (verify.flag === true || mapped.flag === true) {
        // Each verifies the certificate, whatever the other says.
      } else if (verify.unknown || mapped.unknown) yield* notKnown(verify, mapped);
      else {
        const effect = 'A leaf without a certificate may join.';
        yield verify.violation({ expected: 'true', effect, fix: 'Set it to true.' });
      }
      for (const name of ['cert_file', 'key_file', 'ca_file']) yield* checkFile(tls.at(name));
    }
  },
});

function* checkFile(file: ConfNode): Generator<Outcome> {
  yield* notKnown(file);
  if (!file.absent) return;
  const expected = 'the path of a mounted file';
  if (file.key === 'ca_file') {
    yield file.violation({
      expected,
      effect: 'Every public CA is trusted.',
      fix: 'Set it to the roots of the leaves.',
    });
  } else yield file.violation({ expected, fix: 'Set it.' });
}
