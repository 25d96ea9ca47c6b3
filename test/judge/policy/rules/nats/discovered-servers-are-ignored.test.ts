import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/discovered-servers-are-ignored.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const remote = 'leafnodes { remotes: [ { url: "tls://a:7422" } ] }';
ruleTester(rule, {
  ignores: {
    'earlier releases': serverExample(remote, { image: 'nats:2.12.9' }),
  },
  fails: {
    'for the second remote': [
      serverExample(
        'leafnodes { remotes: [ { ignore_discovered_servers: true }, { ignore_discovered_servers: false } ] }',
      ),
      { got: 'leafnodes.remotes[1].ignore_discovered_servers (line 1): false' },
    ],
    'from 2.14 on': [serverExample(remote, { image: 'nats:2.14' }), {}],
  },
  notJudged: {
    'unknown releases': [
      serverExample(remote, { image: 'nats:alpine' }),
      'the image of container nats states no release',
    ],
  },
});
