import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import { linkExample } from '../../../../../lib/judge/policy/examples/nats-link.js';
import rule from '../../../../../lib/judge/policy/rules/nats/server-name-is-unique.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const pods = ['env: [{ name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]'];
ruleTester(rule, {
  passes: {
    'accepts one name twice in one cluster, which another rule judges': {
      hub: linkExample({ hubConf: 'server_name: a' }).hub,
      leaf: serverExample('port: 4222'),
    },
    'accepts names that are not known': {
      a: serverExample('server_name: $POD\nleafnodes { port: 1 }', { kind: 'Deployment', container: pods }),
      b: serverExample('server_name: $POD\nleafnodes { port: 1 }', { kind: 'Deployment', container: pods }),
    },
    'accepts servers that take no part in links': {
      a: serverExample('server_name: a'),
      b: serverExample('server_name: a'),
    },
  },
  fails: {
    'for pods of StatefulSets of one name': [
      {
        a: serverExample('server_name: $POD\nleafnodes { port: 1 }', { replicas: 2, container: pods }),
        b: serverExample('server_name: $POD\nleafnodes { port: 1 }', { container: pods }),
      },
      { cluster: 'b', got: 'server_name (line 1): nats-0', expected: 'a name that no server of a has' },
    ],
  },
});
