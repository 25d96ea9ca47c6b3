import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-remote-uses-tls.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const tls = 'tls { cert_file: /a, key_file: /b, ca_file: /c }';
ruleTester(rule, {
  fails: {
    'for the second of two addresses': [
      serverExample(`leafnodes { remotes: [ { urls: [ "tls://a:7422", "nats://b:7422" ], ${tls} } ] }`),
      { got: 'leafnodes.remotes[0].urls[1] (line 1): nats://' },
    ],
    'for an address without a scheme': [
      serverExample(`leafnodes { remotes: [ { url: "b:7422", ${tls} } ] }`),
      { got: 'leafnodes.remotes[0].url (line 1): an address without a scheme' },
    ],
    'without tls': [
      serverExample('leafnodes { remotes: [ { url: "tls://a:7422" } ] }'),
      { got: 'leafnodes.remotes[0].tls (line 1): nothing' },
    ],
    'with roots alone': [
      serverExample('leafnodes { remotes: [ { url: "tls://a:7422", tls { ca_file: /c } } ] }'),
      { got: 'leafnodes.remotes[0].tls.cert_file (line 1): nothing' },
      { got: 'leafnodes.remotes[0].tls.key_file (line 1): nothing' },
    ],
  },
  notJudged: {
    'addresses that an include may list': [
      serverExample('leafnodes { remotes: [ { tls { cert_file: /a, key_file: /b, ca_file: /c }, include a.conf } ] }'),
      'leafnodes.remotes[0].urls may be set in a.conf, which is not among the files',
    ],
    'a variable and wss': [
      serverExample(`leafnodes { remotes: [ { urls: [ $URL, "wss://hub:443" ], ${tls} } ] }`),
      'leafnodes.remotes[0].urls[0] is $URL, whose value is not known',
    ],
    'tls behind a variable': [
      serverExample('leafnodes { remotes: [ { url: "tls://hub:7422", tls: $TLS } ] }'),
      'leafnodes.remotes[0].tls is $TLS, whose value is not known',
    ],
  },
});
