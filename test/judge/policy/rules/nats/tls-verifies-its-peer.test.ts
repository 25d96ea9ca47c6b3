import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/tls-verifies-its-peer.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  fails: {
    'for each block': [
      serverExample('tls { insecure: true }\ncluster { tls { insecure: yes } }'),
      { got: 'cluster.tls.insecure (line 2): true' },
      { got: 'tls.insecure (line 1): true' },
    ],
  },
  notJudged: {
    'a variable': [serverExample('tls { insecure: $INSECURE }'), 'tls.insecure is $INSECURE, whose value is not known'],
  },
  passes: {
    'accepts insecure: false': serverExample('tls { insecure: false }'),
    'leaves other fields alone': serverExample('cross_origin: true\nserver_name: $NAME'),
  },
});
