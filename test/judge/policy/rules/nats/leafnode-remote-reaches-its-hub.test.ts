import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import { linkExample } from '../../../../../lib/judge/policy/examples/nats-link.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-remote-reaches-its-hub.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const remote = (url: string) => ({ leafConf: `leafnodes { remotes: [ { url: "${url}" } ] }` });
const leaf = (url: string) => linkExample(remote(url)).leaf;
ruleTester(rule, {
  ignores: {
    'a hub of its own cluster': {
      leaf:
        leaf('tls://leaf.nats-system.svc:7422') +
        '---\napiVersion: v1\nkind: Service\nmetadata: { name: leaf, namespace: nats-system }\nspec: {}\n',
    },
  },
  passes: {
    'accepts a public name': linkExample(remote('tls://hub.example.org:30722')),
  },
  notJudged: {
    'a port that a server without configuration may open': [
      {
        ...linkExample(remote('tls://192.0.2.1:30999')),
        other: serverExample('port: 1').replace('name: nats-config, namespace', 'name: other, namespace'),
      },
      'the ports on which the servers of cluster other listen for leaves are not known',
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
    'a port that another hub may open': [
      { ...linkExample(remote('tls://192.0.2.1:30999')), other: serverExample('leafnodes { port: $PORT }') },
      'the ports on which the servers of cluster other listen for leaves are not known',
    ],
    'addresses that an include may list': [
      linkExample({ leafConf: 'leafnodes { remotes: [ { account: A, include a.conf } ] }' }),
      'leafnodes.remotes[0].urls tells no host and port',
    ],
    'remotes in a variable': [
      linkExample({ leafConf: 'leafnodes { remotes: $REMOTES }' }),
      'leafnodes.remotes tells no host and port',
    ],
    'a server whose configuration is not among the files': [
      {
        hub: linkExample({}).hub,
        leaf: linkExample({}).leaf.replace('name: leaf-config, namespace', 'name: other, namespace'),
      },
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
    'a variable': [
      linkExample({ leafConf: 'leafnodes { remotes: [ { url: $LEAF_URL } ] }' }),
      'leafnodes.remotes[0].url tells no host and port',
    ],
    'a hub that is not part of the fleet': [
      { leaf: leaf('tls://hub.example.org:7422') },
      'no hub of the fleet is among the files',
    ],
  },
  fails: {
    'for the port of the pod': [
      linkExample(remote('tls://192.0.2.1:7422')),
      {
        cluster: 'leaf',
        got: 'leafnodes.remotes[0].url (line 1): 192.0.2.1:7422',
        expected: 'port 30722, on which a hub of the fleet listens for leaves',
      },
    ],
    'for the name of a Service of the other cluster': [
      linkExample(remote('tls://nats.nats-system.svc.cluster.local:30722')),
      { got: 'leafnodes.remotes[0].url (line 1): nats.nats-system.svc.cluster.local:30722' },
    ],
    'for a short name': [{ leaf: leaf('tls://nats:7422') }, { got: 'leafnodes.remotes[0].url (line 1): nats:7422' }],
  },
});
