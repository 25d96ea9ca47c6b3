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
  notJudged: {
    'an address that an include may advertise': [
      serverExample('cluster { port: 6222, include a.conf }'),
      'cluster.advertise may be set in a.conf, which is not among the files',
      'cluster.no_advertise may be set in a.conf, which is not among the files',
    ],
    'a port in a variable': [
      serverExample('leafnodes { port: $PORT }'),
      'leafnodes.port is $PORT, whose value is not known',
    ],
  },
});
