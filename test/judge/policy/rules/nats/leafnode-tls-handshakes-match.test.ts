import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-tls-handshakes-match.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const { hub = '', leaf = '' } = typeof rule.passes === 'string' ? {} : rule.passes;

ruleTester(rule, {
  passes: {
    'accepts neither': {
      hub: hub.replace('handshake_first: true', 'timeout: 5'),
      leaf: leaf.replace('handshake_first: true', 'timeout: 5'),
    },
    'accepts a listener that takes both': {
      hub: hub.replace('handshake_first: true', 'handshake_first: auto'),
      leaf: leaf.replace('handshake_first: true', 'timeout: 5'),
    },
  },
  notJudged: {
    'a hub that is not in the fleet': [{ leaf }, 'no cluster of the fleet has a hub on port 30722'],
    'two hubs behind one port': [
      { hub: hub.replace('handshake_first: true', 'timeout: 5'), other: hub, leaf },
      'more than one cluster of the fleet has a hub on port 30722',
    ],
    'a leaf whose setting is a variable': [
      { hub, leaf: leaf.replace('handshake_first: true', 'handshake_first: $FIRST') },
      'tls.handshake_first is not known on both sides of port 30722',
    ],
  },
  fails: {
    'for a hub that waits for text': [
      { hub: hub.replace('handshake_first: true', 'timeout: 5'), leaf },
      {
        cluster: 'leaf',
        got: 'leafnodes.remotes[0].url (line 1): 192.0.2.1:30722',
        expected: 'tls.handshake_first: false, as on the listener of cluster hub',
      },
    ],
  },
});
