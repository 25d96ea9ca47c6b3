import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/pod-addresses-are-not-advertised.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a leaf without a cluster': serverExample('leafnodes { remotes: [] }'),
  },
  fails: {
    'where it is switched on': [
      serverExample('cluster { no_advertise: false }'),
      { got: 'cluster.no_advertise (line 1): false' },
    ],
    'for a listener': [serverExample('leafnodes { port: 7422 }'), { got: 'leafnodes.no_advertise (line 1): nothing' }],
  },
});
