import { defineConfTextRule } from '../../nats-conf-rule.js';

/** The suites that Go calls insecure. */
const INSECURE_SUITE = /RC4|3DES|_CBC_SHA256$|^TLS_RSA_/;

export default defineConfTextRule({
  id: 'nats/tls-is-modern',
  severity: 'error',
  summary: 'No tls block allows versions before 1.2 or cipher suites that are known to be weak.',
  rationale:
    'Whoever stands in between can lead both sides to the weakest that they allow. The server does not start with TLS 1.0 or 1.1.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls',
  passes: `
tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, min_version: "1.3" }`,
  fails: `
tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, min_version: "1.1" }`,
  *check({ root }) {
    for (const node of root.walk()) {
      const { key, text } = node;
      if (key === 'min_version' && /(^|\.)tls\./i.test(node.path) && /^(tls)?1\.[01]$/i.test(text ?? '')) {
        yield { node, got: text ?? '', expected: '"1.2" or "1.3"', fix: 'Raise it, or drop it: "1.2" is the default.' };
      } else if (key === 'allow_insecure_cipher_suites' && node.flag === true) {
        yield { node, got: 'true', expected: 'nothing', fix: 'Drop it, with the suites that need it.' };
      } else if (key === 'cipher_suites' && INSECURE_SUITE.test(text ?? '')) {
        yield { node, got: text ?? '', expected: 'a suite with an ephemeral key and GCM or ChaCha20', fix: 'Drop it.' };
      }
    }
  },
});
