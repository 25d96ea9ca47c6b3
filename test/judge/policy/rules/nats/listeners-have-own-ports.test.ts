import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/listeners-have-own-ports.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a listener that is off': serverExample('port: 4222\ncluster { port: 0 }\nleafnodes { port: -1 }'),
    'accepts the last port': serverExample('http: "0.0.0.0:65535"'),
  },
  fails: {
    'for the default client port': [
      serverExample('http_port: 4222'),
      { got: 'http_port (line 1): 4222, the port of client' },
    ],
    'for the cluster and the profiling port': [
      serverExample('prof_port: 6222\ncluster { listen: "0.0.0.0:6222" }'),
      { got: 'cluster.listen (line 2): 6222, the port of profiling' },
    ],
    'for a port beyond the last': [serverExample('websocket { port: 65536 }'), { expected: '1 to 65535' }],
  },
  notJudged: {
    'a port in a variable': [serverExample('http_port: $HTTP'), 'http_port is $HTTP, whose value is not known'],
  },
});
