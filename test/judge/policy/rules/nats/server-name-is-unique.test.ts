import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import { linkExample } from '../../../../../lib/judge/policy/examples/nats-link.js';
import rule from '../../../../../lib/judge/policy/rules/nats/server-name-is-unique.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const pods = ['env: [{ name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]'];
const named = (prefix: string) => [`env: [{ name: POD, value: ${prefix}nats }]`];
ruleTester(rule, {
  ignores: {
    'names that pods make up': {
      a: serverExample('server_name: $POD\nleafnodes { port: 1 }', { kind: 'Deployment', container: pods }),
      b: serverExample('server_name: $POD\nleafnodes { port: 1 }', { kind: 'Deployment', container: pods }),
    },
    'one name twice in one cluster, which another rule judges': {
      hub: linkExample({ hubConf: 'server_name: a' }).hub,
      leaf: serverExample('port: 4222'),
    },
    'servers that take no part in links': {
      a: serverExample('server_name: a'),
      b: serverExample('server_name: a'),
    },
  },
  passes: {
    'accepts names that begin with that of the cluster': {
      a: serverExample('server_name: $POD\nleafnodes { port: 1 }', { container: named('a-') }),
      b: serverExample('server_name: $POD\nleafnodes { port: 1 }', { container: named('b-') }),
    },
  },
  notJudged: {
    'a server whose links are a variable': [
      {
        hub: linkExample({ hubConf: 'server_name: a' }).hub,
        leaf: serverExample('leafnodes: $LEAFNODES', { name: 'leaf' }),
      },
      'leafnodes is $LEAFNODES, whose value is not known',
    ],
    'a server whose configuration is not among the files': [
      {
        hub: linkExample({ hubConf: 'server_name: a' }).hub,
        leaf: linkExample({}).leaf.replace('name: leaf-config, namespace', 'name: other, namespace'),
      },
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
    'a name that something else defines': [
      {
        a: serverExample('server_name: $NAME\nleafnodes { port: 1 }'),
        b: serverExample('server_name: b\nleafnodes { port: 1 }'),
      },
      'the name of the server is not known',
    ],
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
