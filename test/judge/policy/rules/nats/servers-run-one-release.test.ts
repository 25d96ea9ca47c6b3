import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import { linkExample } from '../../../../../lib/judge/policy/examples/nats-link.js';
import rule from '../../../../../lib/judge/policy/rules/nats/servers-run-one-release.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts another patch': linkExample({ leafImage: 'nats:2.15.0' }),
  },
  notJudged: {
    'a server whose links are a variable': [
      { hub: linkExample({}).hub, leaf: serverExample('leafnodes: $LEAFNODES', { name: 'leaf' }) },
      'leafnodes is $LEAFNODES, whose value is not known',
    ],
    'a server whose configuration is not among the files': [
      {
        hub: linkExample({}).hub,
        leaf: linkExample({}).leaf.replace('name: leaf-config, namespace', 'name: other, namespace'),
      },
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
    'a tag that names no release': [linkExample({ leafImage: 'nats:alpine' }), 'the image does not tell the release'],
  },
  fails: {
    'for the older of two': [
      linkExample({ leafImage: 'nats:2.12.4' }),
      {
        cluster: 'leaf',
        object: 'StatefulSet nats-system/leaf',
        path: 'spec.template.spec.containers[0].image',
        got: '2.12.4',
      },
    ],
    'for the hub, where the leaf is ahead': [
      linkExample({ leafImage: 'nats:2.16.0' }),
      { cluster: 'hub', got: '2.15.3' },
    ],
  },
  ignores: {
    'servers without links': { hub: linkExample({}).hub, leaf: serverExample('port: 4222', { image: 'nats:2.12.4' }) },
  },
});
