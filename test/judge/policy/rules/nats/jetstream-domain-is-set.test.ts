import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/jetstream-domain-is-set.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a server without links': serverExample('jetstream: enabled'),
    'a server without JetStream': serverExample('leafnodes { port: 7422 }\njetstream { enabled: false }'),
  },
  fails: {
    'where JetStream is one word': [
      serverExample('jetstream: enabled\nleafnodes { port: 7422 }'),
      { got: 'jetstream.domain (line 1): nothing' },
    ],
    'for a name with a dot': [
      serverExample('jetstream { domain: hub.eu }\nleafnodes { remotes: [] }'),
      { got: "jetstream.domain (line 1): 'hub.eu'" },
    ],
  },
  notJudged: {
    'a variable': [
      serverExample('jetstream { domain: $DOMAIN }\nleafnodes { port: 7422 }'),
      'jetstream.domain is $DOMAIN, whose value is not known',
    ],
  },
});
