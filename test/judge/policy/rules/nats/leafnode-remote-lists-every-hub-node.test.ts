import { linkExample } from '../../../../../lib/judge/policy/examples/nats-link.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-remote-lists-every-hub-node.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const two = 'leafnodes { remotes: [ { urls: [ "tls://192.0.2.1:30722", "tls://192.0.2.2:30722" ] } ] }';
ruleTester(rule, {
  passes: {
    'accepts two addresses': linkExample({ trafficPolicy: 'Local', leafConf: two }),
  },
  notJudged: {
    'a port that another hub serves on every node': [
      { ...linkExample({ trafficPolicy: 'Local' }), other: linkExample({ trafficPolicy: 'Cluster' }).hub },
      'only some of the hubs on port 30722 have externalTrafficPolicy: Local',
    ],
    'a port of no hub in the fleet': [
      linkExample({ trafficPolicy: 'Local', nodePort: 30723 }),
      'no cluster of the fleet has a hub on port 30722',
    ],
  },
  fails: {
    'for one address': [
      linkExample({ trafficPolicy: 'Local' }),
      { cluster: 'leaf', got: 'leafnodes.remotes[0].url (line 1): 192.0.2.1:30722' },
    ],
  },
});
