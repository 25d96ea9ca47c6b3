import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/stream-replicas-fit-servers.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const stream = (replicas: string) => `---
apiVersion: jetstream.nats.io/v1beta2
kind: Stream
metadata: { name: a, namespace: nats-system }
spec: { name: A${replicas} }
`;
const servers = serverExample('jetstream: enabled\ncluster { name: a }', { replicas: 3 });
ruleTester(rule, {
  passes: {
    'accepts the default': servers + stream(''),
  },
  fails: {
    'for four of three': [
      servers + stream(', replicas: 4'),
      { got: '4', expected: 'at most 3, the number of servers' },
    ],
    'for a description': [
      `${servers}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: nats-system }\ndata: { A.stream.json: '{ "num_replicas": 5 }', A.b.consumer.json: '{ "num_replicas": 5 }' }`,
      { object: 'ConfigMap nats-system/a', path: 'data["A.stream.json"]', got: '5' },
    ],
    'for two': [servers + stream(', replicas: 2'), { object: 'Stream nats-system/a', expected: '1, 3 or 5' }],
  },
  notJudged: {
    'text that is not JSON': [
      `${servers}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: nats-system }\ndata: { A.stream.json: '{' }`,
      'it is not a JSON object',
    ],
    'three where nodes decide on the number of servers': [
      serverExample('jetstream: enabled').replace('StatefulSet', 'DaemonSet') + stream(', replicas: 3'),
      'nodes decide how many pods DaemonSet nats-system/nats has',
    ],
    'three where no server is known': [stream(', replicas: 3'), 'no server with JetStream is among the files'],
    'servers without JetStream out': [
      serverExample('port: 4222') + stream(', replicas: 3'),
      'no server with JetStream is among the files',
    ],
  },
});
