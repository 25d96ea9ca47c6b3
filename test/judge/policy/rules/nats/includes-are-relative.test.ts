import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/includes-are-relative.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: { 'accepts a path that begins with a dot': serverExample('include "./a.conf"') },
  fails: {
    'within a block': [serverExample('accounts {\n  include "/a.conf"\n}'), { got: 'line 2: include /a.conf' }],
  },
});
