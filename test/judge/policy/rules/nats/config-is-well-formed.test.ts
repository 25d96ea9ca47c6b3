import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/config-is-well-formed.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: { 'accepts an empty file': serverExample('#') },
  fails: {
    'for a syntax error': [
      serverExample('port: 4222\nhttp_port:\n  8222'),
      { got: 'line 2: key http_port without a value' },
    ],
    'for a key that stands twice in a block': [
      serverExample('jetstream {\n  domain: a\n  domain: b\n}'),
      { got: 'line 3: a second jetstream.domain (the first is on line 2)' },
    ],
  },
});
