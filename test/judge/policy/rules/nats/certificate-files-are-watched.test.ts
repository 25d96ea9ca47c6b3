import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/certificate-files-are-watched.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const reloader = (args: string) => ({
  containers: [`{ name: r, image: natsio/nats-server-config-reloader:0.23.0, args: [${args}] }`],
});
ruleTester(rule, {
  ignores: {
    'a server without a reloader': serverExample('tls { cert_file: /a }'),
  },
  passes: {
    'leaves what is not a file of a certificate alone': serverExample('pid_file: /a\nserver_name: $NAME', reloader('')),
    'accepts files that are named by arguments': serverExample(
      'tls { cert_file: /a, ca_file: /b }',
      reloader('-config, /a, -config=/b'),
    ),
    'accepts quoted paths': serverExample('tls {\n  cert_file: "/a"\n}', reloader('')),
  },
  fails: {
    'for quoted keys': [
      serverExample('tls {\n  "cert_file": "/a"\n  key_file = /b\n}', reloader('')),
      { got: 'tls.cert_file (line 2): a file that the reloader does not find' },
      { got: 'tls.key_file (line 3): a file that the reloader does not find' },
    ],
  },
  notJudged: {
    'a file in a variable': [
      serverExample('tls {\n  cert_file: $CERT\n}', reloader('')),
      'tls.cert_file is $CERT, whose value is not known',
    ],
  },
});
