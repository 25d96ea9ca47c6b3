import rule from '../../../../../lib/judge/policy/rules/istio/matches-are-reachable.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'leaves rules that are wholly dead to their own rule': bad.replace('{ uri: { prefix: /shop } }, ', ''),
  },
  fails: {
    'behind another rule': [
      bad,
      {
        path: 'spec.http[1].match[1]',
        got: '{"uri":{"prefix":"/api/v2"}}, which a match of http[0] covers',
        effect: 'http[0] answers these requests.',
        fix: 'Move the rule before http[0], or remove the match.',
      },
    ],
    'within one rule': [
      bad.replace('/api/v2', '/shop/v2'),
      { path: 'spec.http[1].match[1]', fix: 'Remove the match, or narrow the one before it.' },
    ],
  },
});
