import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/config-fields-exist-in-the-release.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const remote = 'leafnodes { remotes: [ { url: "tls://a:7422", ignore_discovered_servers: true } ] }';
ruleTester(rule, {
  passes: {
    'accepts the release that brought the field': serverExample(remote, { image: 'nats:2.14.0' }),
  },
  fails: {
    'for each field': [
      serverExample(`${remote}\njetstream { sync_interval: always }`, {
        image: `registry.example.org/nats:v2.9.25@sha256:${'0'.repeat(64)}`,
      }),
      {
        got: 'jetstream.sync_interval (line 2): a field of 2.10 in a server of 2.9.25',
        fix: 'Use an image of 2.10 or later, or achieve what the field restricts in another way.',
      },
      { got: 'leafnodes.remotes[0].ignore_discovered_servers (line 1): a field of 2.14 in a server of 2.9.25' },
    ],
  },
  notJudged: {
    'a tag that names no release': [
      serverExample(remote, { image: 'nats:alpine' }),
      'the image of container nats states no release',
    ],
    'a digest': [
      serverExample(remote, { image: `nats@sha256:${'0'.repeat(64)}` }),
      'the image of container nats states no release',
    ],
  },
});
