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
});
