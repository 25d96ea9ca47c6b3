import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import { linkExample } from '../../../../../lib/judge/policy/examples/nats-link.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-domain-is-unique.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'two servers of one cluster': {
      a:
        serverExample('jetstream { domain: a }\nleafnodes { port: 1 }') +
        '---\n' +
        serverExample('jetstream { domain: a }\nleafnodes { port: 1 }', { name: 'b' }),
    },
  },
  passes: {
    'accepts JetStream that is off': linkExample({
      hubConf: 'jetstream { domain: a }',
      leafConf: 'jetstream { enabled: false, domain: a }',
    }),
  },
  fails: {
    'for the third cluster': [
      {
        a: serverExample('jetstream { domain: x }\nleafnodes { port: 1 }'),
        b: serverExample('jetstream { domain: y }\nleafnodes { port: 1 }'),
        c: serverExample('jetstream { domain: x }\nleafnodes { port: 1 }'),
      },
      { cluster: 'c', object: 'ConfigMap nats-system/nats-config', got: 'jetstream.domain (line 1): x' },
    ],
  },
  notJudged: {
    'two domains in variables': [
      linkExample({ hubConf: 'jetstream { domain: $DOMAIN }', leafConf: 'jetstream { domain: $DOMAIN }' }),
      'jetstream.domain is $DOMAIN, whose value is not known',
      'jetstream.domain is $DOMAIN, whose value is not known',
    ],
    'JetStream in a variable': [
      linkExample({ hubConf: 'jetstream: $JETSTREAM', leafConf: 'jetstream { domain: a }' }),
      'jetstream.domain may be set in $JETSTREAM, whose value is not known',
    ],
    'a domain in a variable': [
      linkExample({ hubConf: 'jetstream { domain: $DOMAIN }', leafConf: 'jetstream { domain: a }' }),
      'jetstream.domain is $DOMAIN, whose value is not known',
    ],
    'a server whose links are a variable': [
      {
        hub: linkExample({ hubConf: 'jetstream { domain: a }' }).hub,
        leaf: serverExample('leafnodes: $LEAFNODES', { name: 'leaf' }),
      },
      'leafnodes is $LEAFNODES, whose value is not known',
    ],
    'a server whose configuration is not among the files': [
      {
        hub: linkExample({ hubConf: 'jetstream { domain: a }' }).hub,
        leaf: linkExample({}).leaf.replace('name: leaf-config, namespace', 'name: other, namespace'),
      },
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
  },
});
