import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-listener-requires-client-certificate.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const files = 'cert_file: /tls/tls.crt, key_file: /tls/tls.key, ca_file: /tls/ca.crt';
ruleTester(rule, {
  ignores: {
    'a leaf': serverExample('leafnodes { remotes: [] }'),
  },
  passes: {
    'accepts verification that maps users, whatever verify is': serverExample(
      'leafnodes { port: 1, tls { cert_file: /a, key_file: /b, ca_file: /c, verify: $VERIFY, verify_and_map: true } }',
    ),
    'accepts verify_and_map': serverExample(`leafnodes { port: 7422, tls { ${files}, verify_and_map: true } }`),
  },
  fails: {
    'without tls': [serverExample('leafnodes { port: 7422 }'), { got: 'leafnodes.tls (line 1): nothing' }],
    'with verify off': [
      serverExample(`leafnodes { port: 7422, tls { ${files}, verify: false, verify_and_map: false } }`),
      { got: 'leafnodes.tls.verify (line 1): false', expected: 'true' },
    ],
    'without files': [
      serverExample('leafnodes { port: 7422, tls { verify: true } }'),
      { got: 'leafnodes.tls.ca_file (line 1): nothing' },
      { got: 'leafnodes.tls.cert_file (line 1): nothing' },
      { got: 'leafnodes.tls.key_file (line 1): nothing' },
    ],
  },
  notJudged: {
    'verification by a variable': [
      serverExample('leafnodes { port: 1, tls { cert_file: /a, key_file: /b, ca_file: /c, verify_and_map: $MAP } }'),
      'leafnodes.tls.verify_and_map is $MAP, whose value is not known',
    ],
    'tls from an unknown include': [
      serverExample('leafnodes { port: 7422\n include ../tls.conf\n }'),
      'leafnodes.tls may be set in ../tls.conf, which is not among the files',
    ],
  },
});
