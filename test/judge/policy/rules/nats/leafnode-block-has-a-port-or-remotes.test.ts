import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-block-has-a-port-or-remotes.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a port alone': serverExample('leafnodes { port: 7422 }'),
  },
  fails: {
    'for neither': [
      serverExample('leafnodes { reconnect: "2s", remotes: [ ] }'),
      { got: 'leafnodes (line 1): neither a port nor remotes' },
    ],
    'for an empty list of addresses': [
      serverExample('leafnodes { port: 7422, remotes: [ { urls: [ ] } ] }'),
      { got: 'leafnodes.remotes[0].urls (line 1): an empty list' },
    ],
  },
  notJudged: {
    'an address that a variable holds': [
      serverExample('leafnodes { remotes: [ { url: $URL } ] }'),
      'leafnodes.remotes[0].url is $URL, whose value is not known',
    ],
    'a port that a variable holds': [
      serverExample('leafnodes { port: $PORT }'),
      'leafnodes.port is $PORT, whose value is not known',
    ],
    'a block that is a variable': [
      serverExample('leafnodes: $LEAVES'),
      'leafnodes is $LEAVES, whose value is not known',
    ],
  },
});
