import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-remote-has-credentials.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const remote = (fields: string) => serverExample(`leafnodes { remotes: [ { ${fields} } ] }`);

ruleTester(rule, {
  passes: {
    'accepts a file': remote('url: "tls://a:1", creds: /creds/a.creds'),
    'accepts a user in the address': remote('url: "tls://a:b@c:1"'),
  },
  fails: {
    'for a certificate alone': [
      remote('url: "tls://a:1", tls { cert_file: /tls/tls.crt }'),
      { got: 'leafnodes.remotes[0].nkey (line 1): nothing' },
    ],
  },
  notJudged: {
    'addresses that an include may list': [
      serverExample('leafnodes { remotes: [ { account: A, include a.conf } ] }'),
      'leafnodes.remotes[0].urls may be set in a.conf, which is not among the files',
    ],
    'an address that a variable holds': [
      remote('url: $URL'),
      'leafnodes.remotes[0].url is $URL, whose value is not known',
    ],
  },
});
