import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

/** The suites that Go calls insecure. */
const DECIDING = ['min_version', 'allow_insecure_cipher_suites', 'cipher_suites'];
const INSECURE_SUITE = /RC4|3DES|_CBC_SHA256$|^TLS_RSA_/;

export default defineRule({
  id: 'nats/tls-is-modern',
  severity: 'error',
  scope: 'object',
  summary: 'No tls block allows TLS versions before 1.2 or weak cipher suites.',
  rationale:
    'An attacker between two peers can make them use the weakest version and suite that both allow. The server does not start with TLS 1.0 or 1.1.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, min_version: "1.3" }`),
  fails: serverExample(`
tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, min_version: "1.1" }`),
  about: confsIn,
  *check({ root }) {
    for (const node of root.walk()) {
      const { key, path, text = '' } = node;
      if (DECIDING.includes(key) && /(^|\.)tls\./i.test(path)) yield* notKnown(node);
      if (key === 'min_version' && /(^|\.)tls\./i.test(path) && /^(tls)?1\.[01]$/i.test(text)) {
        const fix = 'Raise it, or remove it: "1.2" is the default.';
        yield node.violation({ expected: '"1.2" or "1.3"', fix });
      } else if (key === 'allow_insecure_cipher_suites' && node.flag === true) {
        yield node.violation({ expected: 'nothing', fix: 'Remove it, and the suites that need it.' });
      } else if (key === 'cipher_suites' && INSECURE_SUITE.test(text)) {
        yield node.violation({ expected: 'a suite with an ephemeral key and GCM or ChaCha20', fix: 'Remove it.' });
      }
    }
  },
});
