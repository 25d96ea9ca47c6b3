import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/tls-is-modern.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts sound suites and what is left to defaults': serverExample(
      'tls { cipher_suites: [ TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 ] }',
    ),
    'leaves the oldest release of leaves alone': serverExample('leafnodes { port: 7422, min_version: "2.10.0" }'),
  },
  fails: {
    'for an old version in a remote': [
      serverExample('leafnodes { remotes: [ { url: "tls://a:1", tls { min_version: TLS1.0 } } ] }'),
      { got: 'leafnodes.remotes[0].tls.min_version (line 1): TLS1.0', expected: '"1.2" or "1.3"' },
    ],
    'for weak suites and what lets them in': [
      serverExample(
        'tls { allow_insecure_cipher_suites: true\n cipher_suites: [ TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_RC4_128_SHA ]\n}',
      ),
      { got: 'tls.allow_insecure_cipher_suites (line 1): true' },
      { got: 'tls.cipher_suites[0] (line 2): TLS_RSA_WITH_AES_128_GCM_SHA256' },
      { got: 'tls.cipher_suites[1] (line 2): TLS_ECDHE_RSA_WITH_RC4_128_SHA' },
    ],
  },
  notJudged: {
    'settings in variables': [
      serverExample('tls { min_version: $TLS, cipher_suites: [ $SUITE ] }'),
      'tls.min_version is $TLS, whose value is not known',
      'tls.cipher_suites[0] is $SUITE, whose value is not known',
    ],
  },
});
